package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on a real port and a database of its own, with a user of each role. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "rollcall.admin.password=bench-admin",
            "rollcall.sources.bench.token=bench-token",
            "rollcall.sources.bench.adopt=email",
            "rollcall.sources.rotating.kind=scim",
            "rollcall.sources.visited.kind=scim"
        })
@AutoConfigureObservability
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleFixture {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    final JdbcTemplate jdbc;

    ConsoleFixture(JdbcTemplate jdbc, PasswordEncoder encoder) {
        this.jdbc = jdbc;
        for (String role : new String[] {"viewer", "operator"}) {
            jdbc.update(
                    "MERGE INTO console_user u USING (VALUES (CAST(? AS VARCHAR))) n (name) ON u.username = n.name"
                            + " WHEN NOT MATCHED THEN INSERT (username, password, role, created) VALUES (?, ?, ?, CURRENT_TIMESTAMP)",
                    role,
                    role,
                    encoder.encode("bench-" + role),
                    role);
        }
    }

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) throws IOException {
        Path folder = Files.createTempDirectory("rollcall-test");
        registry.add("rollcall.data-dir", folder::toString);
    }

    /** An answer: status, headers, text, and the text as JSON where it is some. */
    record Answer(int status, java.net.http.HttpHeaders headers, String text) {
        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** Calls as a user of the console, whose password is {@code bench-} and the name; {@code null} is nobody. */
    Answer call(@Nullable String user, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return send(user == null ? null : basic(user, "bench-" + user), method, path, body, "application/json");
    }

    Answer send(
            @Nullable String authorization,
            String method,
            String path,
            @Nullable String body,
            String accept,
            String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", accept)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
