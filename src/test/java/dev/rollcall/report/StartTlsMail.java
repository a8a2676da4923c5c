package dev.rollcall.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server with STARTTLS (RFC 3207), as it is or as somebody between shows it. It keeps what it heard, by how it came. */
final class StartTlsMail implements AutoCloseable {
    /** What becomes of STARTTLS. */
    enum Offer {
        KEPT,
        /** Nobody hears that the server has it. */
        STRIPPED,
        /** It is offered, and then declined. */
        DECLINED
    }

    final List<String> inTheClear = new CopyOnWriteArrayList<>();
    final List<String> encrypted = new CopyOnWriteArrayList<>();

    private final ServerSocket listener;
    private final SSLContext context;
    private final Offer offer;

    StartTlsMail(String address, SSLContext context, Offer offer) {
        this.context = context;
        this.offer = offer;
        try {
            listener = new ServerSocket(0, 10, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "starttls-mail");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                say(client, "220 mail.example ESMTP");
                talk(client, inTheClear);
            } catch (IOException e) {
                // The client hung up, or the test is over.
            }
        }
    }

    private void talk(Socket client, List<String> heard) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.add(line);
            switch (line.split(" ", 2)[0]) {
                case "EHLO" -> say(client, "250-mail.example", heard == encrypted ? "250 AUTH PLAIN" : extensions());
                case "STARTTLS" -> {
                    if (offer == Offer.KEPT) {
                        say(client, "220 go ahead");
                        talk(secured(client), encrypted);
                        return;
                    }
                    say(client, "454 TLS not available due to temporary reason");
                }
                case "AUTH" -> say(client, "235 welcome");
                case "DATA" -> {
                    say(client, "354 go ahead");
                    for (String text = lines.readLine(); !".".equals(text); text = lines.readLine()) {
                        heard.add(String.valueOf(text));
                    }
                    say(client, "250 taken");
                }
                case "QUIT" -> {
                    say(client, "221 bye");
                    return;
                }
                default -> say(client, "250 fine");
            }
        }
    }

    private String extensions() {
        return offer == Offer.STRIPPED ? "250 AUTH PLAIN" : "250 STARTTLS";
    }

    private SSLSocket secured(Socket client) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(client, null, false);
        socket.setUseClientMode(false);
        return socket;
    }

    private static void say(Socket client, String... lines) throws IOException {
        client.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
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
