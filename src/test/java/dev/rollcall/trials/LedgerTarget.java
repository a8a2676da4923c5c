package dev.rollcall.trials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An asset system over HTTP that notes every call. A create makes a new member each time, as real ones do: only whoever
 * looks first makes no twins. {@code POST /members}, {@code PUT /members/{id}}, {@code GET /members?key=}.
 */
final class LedgerTarget implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // The JDK's server sends an answer in two pieces, and without this waits 40 ms in between for the first one's
        // ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /**
     * One call.
     *
     * @param at {@link System#nanoTime} when it came
     * @param seq the number of the member's state that it carries; 0 for look-ups
     * @param committed whether it took effect
     * @param answered {@link System#nanoTime} when the answer left
     * @param status what was answered; 0 nothing
     */
    record Call(long at, String method, String key, long seq, boolean committed, long answered, int status) {}

    /** A member in the asset system. */
    record Kept(String id, String key, long seq) {}

    /** What the asset system does with a call, beside what it is asked for. */
    interface Fault {
        /**
         * Answers instead of the asset system, or lets it go on.
         *
         * @param commit does what is asked for, and gives what would be answered
         * @return the status that was answered, 0 for none; -1 where the call is to be answered as usual
         */
        int meet(HttpExchange exchange, String key, Commit commit) throws IOException;
    }

    /** Does what a call asks for. */
    interface Commit {
        String now();
    }

    final List<Call> calls = new ArrayList<>();
    private final Map<String, Kept> members = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int port;
    private @Nullable HttpServer server;
    volatile Fault fault = (exchange, key, commit) -> -1;

    LedgerTarget() {
        up();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts to listen, where it listened before. */
    synchronized void up() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            started.createContext("/members", this::serve);
            started.setExecutor(threads);
            started.start();
            port = started.getAddress().getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses connections. */
    synchronized void down() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** All members, in no order. */
    List<Kept> members() {
        return List.copyOf(members.values());
    }

    /** The calls so far. */
    List<Call> ledger() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    private void serve(HttpExchange exchange) {
        long at = System.nanoTime();
        try (exchange) {
            String method = exchange.getRequestMethod();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
            String key = method.equals("GET")
                    ? exchange.getRequestURI().getQuery().substring("key=".length())
                    : body.path("key").asText();
            boolean[] committed = {false};
            Commit commit = () -> {
                committed[0] = !method.equals("GET");
                return act(exchange, method, key, body.path("seq").asLong());
            };
            int status = fault.meet(exchange, key, commit);
            if (status < 0) {
                answer(exchange, 200, commit.now());
                status = 200;
            }
            note(new Call(at, method, key, body.path("seq").asLong(), committed[0], System.nanoTime(), status));
        } catch (IOException e) {
            // The caller is gone; what was committed stays.
            note(new Call(at, "?", "", 0, false, System.nanoTime(), 0));
        }
    }

    private void note(Call call) {
        synchronized (calls) {
            calls.add(call);
        }
    }

    private String act(HttpExchange exchange, String method, String key, long seq) {
        String path = exchange.getRequestURI().getPath();
        Kept kept;
        if (method.equals("GET")) {
            kept = members.values().stream()
                    .filter(one -> one.key().equals(key))
                    .findFirst()
                    .orElse(null);
        } else {
            String id =
                    method.equals("POST") ? UUID.randomUUID().toString() : path.substring(path.lastIndexOf('/') + 1);
            kept = new Kept(id, key, seq);
            members.put(id, kept);
        }
        return kept == null ? "{}" : "{\"id\":\"" + kept.id() + "\",\"seq\":" + kept.seq() + "}";
    }

    static int answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        return status;
    }

    @Override
    public void close() {
        down();
        threads.shutdownNow();
    }
}
