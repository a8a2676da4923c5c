package dev.rollcall.source.ldap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody between Rollcall and a directory: cuts connections, is silent, or talks Rollcall out of StartTLS. */
final class Between implements AutoCloseable {
    private final ServerSocket listener;
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    final AtomicInteger connections = new AtomicInteger();
    /** How many bytes came back from servers. */
    final AtomicLong returned = new AtomicLong();

    /** What is done with one connection. */
    @FunctionalInterface
    interface Conduct {
        void serve(Socket client, int number, Between between) throws IOException;
    }

    Between(Conduct conduct) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                int number = connections.incrementAndGet();
                start(() -> {
                    try (client) {
                        conduct.serve(client, number, this);
                    }
                });
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** All that clients sent. */
    byte[] seen() {
        synchronized (fromClient) {
            return fromClient.toByteArray();
        }
    }

    /** Passes everything on until so many bytes came back from the server; then the connection is cut. */
    void pass(Socket client, int port, long bytes) throws IOException {
        pass(client, "localhost", port, bytes);
    }

    /** The same to another address. */
    void pass(Socket client, String host, int port, long bytes) throws IOException {
        try (Socket server = new Socket(host, port)) {
            start(() -> copy(client.getInputStream(), server.getOutputStream(), Long.MAX_VALUE, true));
            copy(server.getInputStream(), client.getOutputStream(), bytes, false);
        }
    }

    /** Reads what the client sends next. */
    byte[] hear(Socket client) throws IOException {
        byte[] buffer = new byte[4096];
        int length = Math.max(0, client.getInputStream().read(buffer));
        synchronized (fromClient) {
            fromClient.write(buffer, 0, length);
        }
        return java.util.Arrays.copyOf(buffer, length);
    }

    private void copy(InputStream in, OutputStream out, long most, boolean client) throws IOException {
        byte[] buffer = new byte[8192];
        long left = most;
        int length = in.read(buffer);
        while (length >= 0 && left > 0) {
            out.write(buffer, 0, (int) Math.min(length, left));
            if (client) {
                synchronized (fromClient) {
                    fromClient.write(buffer, 0, length);
                }
            }
            if (!client) {
                returned.addAndGet(length);
            }
            left -= length;
            length = left > 0 ? in.read(buffer) : -1;
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One of both hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
