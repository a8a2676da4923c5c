package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on a real port, with two sources, and ways to send it what no client should send. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "rollcall.admin.password=bench-admin",
            "rollcall.sources.bench.token=bench-token",
            "rollcall.sources.other.token=other-token"
        })
abstract class WholeServer {
    static final String BENCH = "Bearer bench-token";
    static final String OTHER = "Bearer other-token";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) throws IOException {
        Path folder = Files.createTempDirectory("rollcall-test");
        registry.add("rollcall.data-dir", folder::toString);
    }

    /** An answer: status, headers with names in lower case, text. */
    record Answer(int status, Map<String, String> headers, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Sends a request with the token of the source {@code bench}. */
    Answer call(String method, String path, @Nullable String body) {
        return call(BENCH, method, path, body, "application/scim+json");
    }

    Answer call(
            @Nullable String authorization,
            String method,
            String path,
            @Nullable String body,
            @Nullable String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/scim/v2" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/scim+json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (contentType != null && body != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new java.util.TreeMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends bytes as they are; each character is one byte. */
    Answer raw(String request) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.getInputStream().transferTo(received);
            } catch (SocketException e) {
                assertThat(received.size())
                        .as("an answer before the connection ended")
                        .isPositive();
            }
        }
        String text = received.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new java.util.TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, text.substring(end + 4));
    }

    /** Makes a user whose name nobody else has, and returns the id. */
    String newUser(String authorization) {
        Answer made =
                call(authorization, "POST", "/Users", user("u" + NUMBER.incrementAndGet()), "application/scim+json");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String id = made.json().path("id").asText();
        assertThat(UUID.fromString(id)).isNotNull();
        return id;
    }

    static String user(String name) {
        return ("{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'%1$s@bench.example','name':{'givenName':'Ana','familyName':'Bo'},"
                        + "'emails':[{'value':'%1$s@bench.example','type':'work','primary':true}]}")
                .formatted(name)
                .replace('\'', '"');
    }

    /** A SCIM error as RFC 7644 section 3.12 wants it, with a line for the admin. */
    static void assertScimError(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertScimError(answer);
    }

    static void assertScimError(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
        assertThat(answer.header("content-type")).as(answer.text()).startsWith("application/scim+json");
        JsonNode error = answer.json();
        assertThat(error.path("schemas").toString()).isEqualTo("[\"urn:ietf:params:scim:api:messages:2.0:Error\"]");
        assertThat(error.path("status").isTextual()).isTrue();
        assertThat(error.path("status").asText()).isEqualTo(Integer.toString(answer.status()));
        assertThat(error.path("detail").asText())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(500)
                .doesNotContain("<", "\n", "\r", "Exception", "dev.rollcall");
    }
}
