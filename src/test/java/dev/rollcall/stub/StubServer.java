package dev.rollcall.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.stub.Fault.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server on a port of the loopback that keeps a ledger of every call and plays faults. */
public abstract class StubServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String GATEWAY = "<html><body>Incomplete response received from application</body></html>";

    /** An answer; {@code body} is JSON, or a text that goes out as it is. */
    public record Answer(int status, Object body) {}

    /** What became of a call. */
    public record Entry(Call call, @Nullable Kind fault, int status) {}

    protected final String token;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Entry> ledger = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "stub");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private @Nullable HttpServer server;

    /** Starts; {@code port} 0 takes a free one. */
    protected StubServer(int port, String token) {
        this.token = token;
        this.port = listen(port);
    }

    private synchronized int listen(int at) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 100);
            started.createContext("/", this::handle);
            started.setExecutor(threads);
            started.start();
            server = started;
            return started.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address that goes into Rollcall's settings. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Refuses connections from now on. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Is there again, at the same port, with everybody it had. */
    public synchronized void comeBack() {
        if (server == null) {
            listen(port);
        }
    }

    /** Plays a fault from now on; the first that strikes a call counts. */
    public void play(Fault fault) {
        faults.add(fault);
    }

    /** Plays none any more. */
    public void playFair() {
        faults.clear();
    }

    /** Every call so far. */
    public List<Entry> ledger() {
        synchronized (ledger) {
            return List.copyOf(ledger);
        }
    }

    /** Calls that changed something or tried to. */
    public List<Call> writes() {
        return ledger().stream().map(Entry::call).filter(Call::isWrite).toList();
    }

    /** Begins a new ledger. */
    public void forgetCalls() {
        synchronized (ledger) {
            ledger.clear();
        }
    }

    /** Does the call. One at a time. */
    protected abstract Answer answer(Call call) throws IOException;

    /** Whether the call has the token. */
    protected abstract boolean isAllowed(Call call);

    /** The answer to a token that is not right. */
    protected abstract Answer refusesToken(int status);

    /** A 200 that says no, in this API's way. */
    protected abstract Answer okWithError(String error);

    /** The members, for a person to look at. */
    protected abstract Object everybody();

    /** More headers of each answer. */
    protected Map<String, String> headers(Call call) {
        return Map.of();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Call call = call(exchange);
        if (call.path().startsWith("/_stub/")) {
            send(exchange, new Answer(200, new StubControl(this).answer(call)), Map.of());
            return;
        }
        Fault fault =
                faults.stream().filter(one -> one.strikes(call)).findFirst().orElse(null);
        Map<String, String> headers = new LinkedHashMap<>(headers(call));
        Answer answer = fault == null ? fair(call) : faulty(call, fault, headers);
        synchronized (ledger) {
            ledger.add(new Entry(call, fault == null ? null : fault.kind, answer.status()));
        }
        if (fault != null && fault.kind == Kind.SLOW) {
            sleep(Long.parseLong(fault.value));
        }
        if (fault != null && fault.kind == Kind.CUT) {
            exchange.close();
        } else if (fault != null && fault.kind == Kind.RESET) {
            byte[] bytes = bytes(answer.body());
            exchange.sendResponseHeaders(answer.status(), bytes.length + 10L);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.close();
        } else if (fault != null && (fault.kind == Kind.ENDLESS || fault.kind == Kind.DRIP)) {
            sendOn(exchange, fault.kind);
        } else {
            send(exchange, answer, headers);
        }
    }

    /** Until whoever asked has had enough. */
    private static void sendOn(HttpExchange exchange, Kind kind) {
        byte[] piece = " ".repeat(kind == Kind.DRIP ? 1 : 65_536).getBytes(StandardCharsets.UTF_8);
        try {
            exchange.sendResponseHeaders(200, 0);
            while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write(piece);
                exchange.getResponseBody().flush();
                sleep(kind == Kind.DRIP ? 200 : 0);
            }
        } catch (IOException e) {
            // They have.
        } finally {
            exchange.close();
        }
    }

    private Answer fair(Call call) throws IOException {
        synchronized (this) {
            return isAllowed(call) ? answer(call) : refusesToken(401);
        }
    }

    private Answer faulty(Call call, Fault fault, Map<String, String> headers) throws IOException {
        return switch (fault.kind) {
            case TOO_MANY -> {
                if (!fault.value.isEmpty()) {
                    headers.put("Retry-After", fault.value);
                }
                yield new Answer(429, Map.of("message", "Too Many Attempts."));
            }
            case COMMIT_502 -> {
                fair(call);
                yield new Answer(502, GATEWAY);
            }
            case GARBAGE -> {
                fair(call);
                yield new Answer(200, "{\"members\": [{\"id\": 1, \"ema");
            }
            case STATUS -> new Answer(Integer.parseInt(fault.value), GATEWAY);
            case OK_WITH_ERROR -> okWithError(fault.value);
            case TOKEN_REFUSED -> refusesToken(Integer.parseInt(fault.value));
            case CUT -> new Answer(0, "");
            case SLOW, RESET, ENDLESS, DRIP -> fair(call);
        };
    }

    private Call call(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Call(
                numbers.incrementAndGet(),
                System.nanoTime(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                form(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Answer answer, Map<String, String> headers) throws IOException {
        byte[] bytes = bytes(answer.body());
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean html = answer.body() instanceof String text && text.startsWith("<");
        exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static byte[] bytes(Object body) throws IOException {
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
    }

    /** Names and values of a query or a form body. */
    protected static Map<String, String> form(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return values;
    }

    /** The body as JSON; a missing node where it is none. */
    protected static JsonNode json(Call call) {
        try {
            return JSON.readTree(call.body());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        goDown();
        threads.shutdownNow();
    }
}
