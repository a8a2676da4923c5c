package dev.rollcall.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.util.FieldInfo;
import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.User;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Google as far as Rollcall needs it. Parameters and fields of users are those of the API's discovery document, out of
 * which Google makes its client: what that does not know is refused as Google does.
 */
public final class GoogleStub implements AutoCloseable {
    public static final String ADMIN = "admin@example.com";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ANYWHERE =
            Set.of("alt", "fields", "prettyPrint", "key", "quotaUser", "access_token", "oauth_token", "$.xgafv");

    private final StubKey key;
    private final HttpServer server;
    private final List<ObjectNode> users = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final Set<String> tokens = new HashSet<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger untroubled = new AtomicInteger();
    private volatile String tokenFault = "";
    private volatile int tokenStatus = 400;
    private volatile @Nullable BiFunction<String, Integer, Page> pages;
    private volatile Set<String> delegated = Set.of(
            "https://www.googleapis.com/auth/admin.directory.user.readonly",
            "https://www.googleapis.com/auth/gmail.send");

    /** What was asked for: path and query. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** How many tokens were given out. */
    public final AtomicInteger grants = new AtomicInteger();
    /** Mails that came in, as RFC 5322 text. */
    public final List<String> mails = new CopyOnWriteArrayList<>();

    /** One request that goes wrong. {@code status} 0 cuts the connection; -1 answers 200 with {@code body} as HTML. */
    public record Fault(int status, String body, Map<String, String> headers) {}

    /** A page of a list that is made up, and the token of the next one. */
    public record Page(List<ObjectNode> users, String nextPageToken) {}

    public GoogleStub(StubKey key) {
        this.key = key;
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
        server.createContext("/token", this::token);
        server.createContext("/admin/directory/v1/users", exchange -> guarded(exchange, this::list));
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
        users.clear();
        users.addAll(all);
    }

    /** Instead of the users, lists are what this makes of a page token, empty at first, and of a number that grows. */
    public void pages(BiFunction<String, Integer, Page> made) {
        pages = made;
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
        pages = null;
        tokenFault = "";
        delegated = Set.of(
                "https://www.googleapis.com/auth/admin.directory.user.readonly",
                "https://www.googleapis.com/auth/gmail.send");
    }

    /** The token service answers with this error, such as {@code {"error":"invalid_grant"}}. */
    public void failTokens(String body) {
        answerTokens(400, body);
    }

    /** The token service, or a proxy before it, answers with this. */
    public void answerTokens(int status, String body) {
        tokenStatus = status;
        tokenFault = body;
    }

    /** The scopes of the domain-wide delegation. */
    public void delegate(Set<String> scopes) {
        delegated = scopes;
    }

    /** Tokens that were given out do not hold any more. */
    public synchronized void expireTokens() {
        tokens.clear();
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
        if (!holds(authorization.replace("Bearer ", ""))) {
            answer(exchange, error(401, "authError", "Invalid Credentials"));
            return;
        }
        handler.handle(exchange, form(exchange.getRequestURI().getRawQuery()));
    }

    private synchronized boolean holds(String token) {
        return tokens.contains(token);
    }

    /** RFC 7523: a signed assertion for an access token. Its audience stays Google's whatever the address. */
    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!tokenFault.isEmpty()) {
            answer(exchange, tokenStatus, tokenFault);
            return;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(form.getOrDefault("assertion", ""));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            long seconds = (claims.getExpirationTime().getTime()
                            - claims.getIssueTime().getTime())
                    / 1000;
            if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                    || !jwt.getHeader().getAlgorithm().getName().equals("RS256")
                    || !jwt.verify(new RSASSAVerifier(key.publicKey()))
                    || seconds > 3600) {
                answer(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
            } else if (!StubKey.EMAIL.equals(claims.getIssuer())) {
                answer(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}");
            } else if (!delegated.contains(claims.getStringClaim("scope"))) {
                answer(
                        exchange,
                        401,
                        "{\"error\":\"unauthorized_client\",\"error_description\":\"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.\"}");
            } else if (!String.valueOf(claims.getSubject()).endsWith("@example.com")) {
                answer(
                        exchange,
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid email or User ID\"}");
            } else {
                grant(exchange);
            }
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            answer(exchange, 400, "{\"error\":\"invalid_request\"}");
        }
    }

    private void grant(HttpExchange exchange) throws IOException {
        String token = "ya29.stub-" + number.incrementAndGet();
        synchronized (this) {
            tokens.add(token);
        }
        grants.incrementAndGet();
        answer(exchange, 200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(ANYWHERE);
        unknown.removeAll(keys(Directory.Users.List.class));
        int size = Integer.parseInt(query.getOrDefault("maxResults", "100"));
        if (!unknown.isEmpty() || size < 1 || size > 500) {
            answer(exchange, error(400, "invalidParameter", "Invalid value for: " + unknown));
            return;
        }
        if (!query.containsKey("customer") && !query.containsKey("domain")) {
            answer(exchange, error(400, "badRequest", "Bad Request"));
            return;
        }
        if (query.containsKey("domain") && !query.get("domain").equals("example.com")) {
            answer(exchange, error(404, "domainNotFound", "Domain not found."));
            return;
        }
        if (query.containsKey("customer") && !query.get("customer").equals("my_customer")) {
            answer(exchange, error(400, "invalid", "Invalid Input: INVALID_CUSTOMER_ID"));
            return;
        }
        BiFunction<String, Integer, Page> made = pages;
        if (made != null) {
            Page page = made.apply(query.getOrDefault("pageToken", ""), number.incrementAndGet());
            ObjectNode answer = JSON.createObjectNode().put("kind", "admin#directory#users");
            answer.putArray("users").addAll(page.users());
            answer(
                    exchange,
                    200,
                    answer.put("nextPageToken", page.nextPageToken()).toString());
            return;
        }
        int from = 0;
        if (query.containsKey("pageToken")) {
            if (!query.get("pageToken").matches("page-[0-9]+")) {
                answer(exchange, error(400, "invalid", "Invalid Input: page_token"));
                return;
            }
            from = Integer.parseInt(query.get("pageToken").substring(5));
        }
        ObjectNode page = JSON.createObjectNode();
        page.put("kind", "admin#directory#users");
        page.put("etag", "\"etag-" + number.incrementAndGet() + "\"");
        ArrayNode list = page.putArray("users");
        List<ObjectNode> all = List.copyOf(users);
        for (ObjectNode user : all.subList(Math.min(from, all.size()), Math.min(from + size, all.size()))) {
            list.add(shown(user, query.getOrDefault("projection", "basic")));
        }
        if (from + size < all.size()) {
            page.put("nextPageToken", "page-" + (from + size));
        }
        JsonNode part = partial(page, query.get("fields"));
        if (part == null) {
            answer(exchange, error(400, "invalidParameter", "Invalid field selection"));
            return;
        }
        answer(exchange, 200, part.toString());
    }

    /** A user as the list gives it: with what changes all the time, custom schemas only in the full projection. */
    private ObjectNode shown(ObjectNode user, String projection) {
        ObjectNode shown = JSON.createObjectNode().put("kind", "admin#directory#user");
        shown.setAll(user.deepCopy());
        shown.put("etag", "\"etag-" + number.incrementAndGet() + "\"");
        shown.put("lastLoginTime", java.time.Instant.now().toString());
        shown.put("thumbnailPhotoEtag", "\"photo-" + number.incrementAndGet() + "\"");
        if (!projection.equals("full")) {
            shown.remove("customSchemas");
        }
        return shown;
    }

    /** Partial responses: {@code a,b,users(c,d)}; {@code null} for a field that there is not. */
    private static @Nullable JsonNode partial(ObjectNode page, @Nullable String fields) {
        if (fields == null) {
            return page;
        }
        int open = fields.indexOf("users(");
        if (open < 0 || !fields.endsWith(")")) {
            return null;
        }
        List<String> ofUsers =
                List.of(fields.substring(open + 6, fields.length() - 1).split(",", -1));
        if (!keys(User.class).containsAll(ofUsers)) {
            return null;
        }
        List<String> ofPage = List.of(fields.substring(0, open).split(","));
        ObjectNode part = JSON.createObjectNode();
        for (String name : ofPage) {
            if (page.has(name)) {
                part.set(name, page.get(name));
            }
        }
        if (page.path("users").isEmpty()) {
            return part; // Google leaves an empty list out
        }
        ArrayNode users = part.putArray("users");
        for (JsonNode user : page.path("users")) {
            users.add(((ObjectNode) user).deepCopy().retain(ofUsers));
        }
        return part;
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

    private static Set<String> keys(Class<?> type) {
        Set<String> keys = new HashSet<>();
        for (Class<?> of = type; of != null; of = of.getSuperclass()) {
            for (Field field : of.getDeclaredFields()) {
                FieldInfo info = FieldInfo.of(field);
                if (info != null) {
                    keys.add(info.getName());
                }
            }
        }
        return keys;
    }

    private static Map<String, String> form(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new HashMap<>();
        }
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> decoded(pair[0]), pair -> pair.length > 1 ? decoded(pair[1]) : "", (a, b) -> b));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, Fault fault) throws IOException {
        answer(exchange, fault.status(), fault.body());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", body.startsWith("<") ? "text/html" : "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
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
