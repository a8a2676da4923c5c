package dev.rollcall.security.oidc;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser's cookies with the rules of {@code SameSite}; it follows nothing by itself. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final Map<String, Kept> cookies = new LinkedHashMap<>();

    Browser(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** One cookie. */
    record Kept(String value, String path, boolean strict) {}

    /** What came; {@code location} as a path where it is Rollcall's own. */
    record Page(int status, String location, String text, HttpResponse<String> whole) {}

    /** A page that is asked for from a page of Rollcall, or by typing its address. */
    Page get(String path) {
        return send(path, HttpRequest.newBuilder().GET(), false);
    }

    /** A page that another site leads to: strict cookies stay at home. */
    Page comeFromElsewhere(String path) {
        return send(path, HttpRequest.newBuilder().GET(), true);
    }

    /** Changes something as a script of the console does, with the session's token. */
    Page patch(String path, String json) {
        Matcher csrf = CSRF.matcher(get("/console/account").text());
        if (!csrf.find()) {
            throw new IllegalStateException("the page has no form");
        }
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .header("X-CSRF-TOKEN", csrf.group(1))
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(json)),
                false);
    }

    /** Sends a form of the console. */
    Page post(String path, String form) {
        Matcher csrf = CSRF.matcher(get("/console/account").text());
        if (!csrf.find()) {
            throw new IllegalStateException("the page has no form");
        }
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form + "&_csrf=" + csrf.group(1))),
                false);
    }

    /** A cookie that must be there. */
    Kept cookie(String name) {
        return java.util.Objects.requireNonNull(cookies.get(name), name);
    }

    Map<String, Kept> cookies() {
        return cookies;
    }

    private Page send(String path, HttpRequest.Builder request, boolean fromElsewhere) {
        String sent = cookies.entrySet().stream()
                .filter(cookie -> path.startsWith(cookie.getValue().path()))
                .filter(cookie -> !fromElsewhere || !cookie.getValue().strict())
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.uri(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            String location = answer.headers().firstValue("Location").orElse("");
            return new Page(answer.statusCode(), location.replaceFirst("^" + base, ""), answer.body(), answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        HttpCookie cookie = HttpCookie.parse(header).get(0);
        if (cookie.getMaxAge() == 0) {
            cookies.remove(cookie.getName());
        } else {
            String path = cookie.getPath() == null ? "/" : cookie.getPath();
            cookies.put(cookie.getName(), new Kept(cookie.getValue(), path, header.contains("SameSite=Strict")));
        }
    }
}
