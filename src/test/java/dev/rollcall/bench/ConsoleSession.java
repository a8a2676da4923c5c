package dev.rollcall.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody signed in to the console, without a browser: forms go out as one without script sends them. */
public final class ConsoleSession {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String base;
    private String csrf = "";

    private ConsoleSession(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /**
     * What came.
     *
     * @param location where a redirect goes, as a path; empty for none
     */
    public record Page(int status, String location, String text, Map<String, String> headers, Duration took) {}

    /** Signs in. */
    public static ConsoleSession signIn(int port, String user, String password) {
        ConsoleSession session = new ConsoleSession(port);
        session.look("/login");
        Page page = session.post("/login", Map.of("username", user, "password", password));
        if (!page.location().equals("/console")) {
            throw new IllegalStateException("not signed in: " + page.status() + " " + page.location());
        }
        session.look("/console/account");
        return session;
    }

    private void look(String path) {
        Matcher token = CSRF.matcher(get(path).text());
        if (!token.find()) {
            throw new IllegalStateException(path + " has no form");
        }
        csrf = token.group(1);
    }

    public Page get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    /** A page that is asked for with credentials beside the session's cookie. */
    public Page get(String path, String authorization) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", authorization)
                .GET());
    }

    /** Sends a form, with the session's CSRF token. */
    public Page post(String path, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("_csrf", csrf);
        String body = all.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends a form that has another session's CSRF token. */
    public Page postOld(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=of-another-session")));
    }

    private Page send(HttpRequest.Builder request) {
        long start = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            String location = answer.headers().firstValue("Location").orElse("");
            Map<String, String> headers = answer.headers().map().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                            header -> header.getValue().get(0)));
            return new Page(answer.statusCode(), location.replaceFirst("^" + base, ""), answer.body(), headers, took);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
