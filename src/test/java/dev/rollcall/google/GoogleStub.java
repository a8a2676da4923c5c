package dev.rollcall.google;

import static dev.rollcall.google.StubAnswers.answer;
import static dev.rollcall.google.StubAnswers.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Google as far as Rollcall needs it: tokens, the list of users, mails; and what goes wrong with them. */
public final class GoogleStub implements AutoCloseable {
    public static final String ADMIN = "admin@example.com";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final GoogleTokens tokens;
    private final GoogleUsers users = new GoogleUsers();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final AtomicInteger untroubled = new AtomicInteger();

    /** What was asked for: path and query. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** How many tokens were given out. */
    public final AtomicInteger grants;
    /** Mails that came in, as RFC 5322 text. */
    public final List<String> mails = new CopyOnWriteArrayList<>();

    /** One request that goes wrong. {@code status} 0 cuts the connection; -1 answers 200 with {@code body} as HTML. */
    public record Fault(int status, String body, Map<String, String> headers) {}

    /** A page of a list that is made up, and the token of the next one. */
    public record Page(List<ObjectNode> users, String nextPageToken) {}

    public GoogleStub(StubKey key) {
        tokens = new GoogleTokens(key);
        grants = tokens.grants;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "google-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/token", tokens::handle);
        server.createContext("/admin/directory/v1/users", exchange -> guarded(exchange, users::handle));
        server.createContext("/admin/directory/v1/users/", exchange -> guarded(exchange, users::one));
        server.createContext("/gmail/v1/users/me/messages/send", exchange -> guarded(exchange, this::send));
        server.createContext("/behind/gmail/v1/users/me/messages/send", exchange -> guarded(exchange, this::send));
        server.createContext("/elsewhere", exchange -> {
            asked.add("/elsewhere " + exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, "{}");
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Replaces the users. Each has at least id, primaryEmail and orgUnitPath. */
    public void users(List<ObjectNode> all) {
        users.set(all);
    }

    /** Instead of the users, lists are what this makes of a page token, empty at first, and of a number that grows. */
    public void pages(BiFunction<String, Integer, Page> made) {
        users.pages(made);
    }

    /** The next requests of an API go wrong in this order. */
    public void fail(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    /** The same after so many requests that go well. */
    public void failAfter(int requests, Fault... next) {
        untroubled.set(requests);
        fail(next);
    }

    /** Nothing goes wrong any more. */
    public void heal() {
        faults.clear();
        untroubled.set(0);
        users.pages(null);
        tokens.heal();
    }

    /** The token service answers with this error, such as {@code {"error":"invalid_grant"}}. */
    public void failTokens(String body) {
        answerTokens(400, body);
    }

    /** The token service, or a proxy before it, answers with this. */
    public void answerTokens(int status, String body) {
        tokens.fail(status, body);
    }

    /** The scopes of the domain-wide delegation. */
    public void delegate(Set<String> scopes) {
        tokens.delegate(scopes);
    }

    /** Tokens that were given out do not hold any more. */
    public void expireTokens() {
        tokens.expire();
    }

    /** An error as Google's APIs write it. */
    public static Fault error(int status, String reason, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", status).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", "global")
                .put("reason", reason);
        return new Fault(status, body.toString(), Map.of());
    }

    private interface Handler {
        void handle(HttpExchange exchange, Map<String, String> query) throws IOException;
    }

    private void guarded(HttpExchange exchange, Handler handler) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        Fault fault = untroubled.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? null : faults.poll();
        if (fault != null && fault.status() == 0) {
            exchange.close();
            return;
        }
        if (fault != null && fault.status() == -1) {
            answer(exchange, 200, fault.body());
            return;
        }
        if (fault != null) {
            fault.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            answer(exchange, fault.status(), fault.body());
            return;
        }
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!tokens.holds(authorization.replace("Bearer ", ""))) {
            answer(exchange, error(401, "authError", "Invalid Credentials"));
            return;
        }
        handler.handle(exchange, form(exchange.getRequestURI().getRawQuery()));
    }

    private void send(HttpExchange exchange, Map<String, String> query) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
        }
        JsonNode message = JSON.readTree(body);
        mails.add(new String(
                java.util.Base64.getUrlDecoder().decode(message.path("raw").asText()), StandardCharsets.UTF_8));
        answer(exchange, 200, "{\"id\":\"m" + mails.size() + "\",\"threadId\":\"t1\",\"labelIds\":[\"SENT\"]}");
    }

    /** A plain user. */
    public static ObjectNode user(int number, String orgUnit) {
        ObjectNode user = JSON.createObjectNode();
        user.put("id", "1" + String.format("%020d", number));
        user.put("primaryEmail", "user" + number + "@example.com");
        user.putObject("name")
                .put("givenName", "Ada")
                .put("familyName", "Nr" + number)
                .put("fullName", "Ada Nr" + number);
        user.put("suspended", false).put("archived", false).put("orgUnitPath", orgUnit);
        return user;
    }

    /** Plain users, all in the root org unit. */
    public static List<ObjectNode> users(int count) {
        List<ObjectNode> users = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            users.add(user(i, "/"));
        }
        return users;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
