package dev.rollcall.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.RollcallApplication;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log as JSON, and with the trace ids of requests, both by settings: in a process that logs as the shipped one does. */
class LogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    @Timeout(240)
    void linesAreJsonWithTraceIdsAndWithoutPeople(@TempDir Path folder) throws Exception {
        AtomicInteger exports = new AtomicInteger();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exports.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        int port = freePort();
        Path log = folder.resolve("log.txt");
        Process process = start(folder, log, port, collector.getAddress().getPort());
        try {
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> isReady(port));
            Wire.Answer pushed = push(port);
            assertThat(pushed.status()).as(pushed.text()).isEqualTo(201);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> exports.get() > 0);
            sendWhatTomcatCannotRead(port);
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            collector.stop(0);
        }

        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSizeGreaterThan(10);
        for (String line : lines) {
            JsonNode event = JSON.readTree(line);
            assertThat(event.has("@timestamp")).as(line).isTrue();
            assertThat(event.has("message")).as(line).isTrue();
        }
        assertThat(lines).anyMatch(line -> line.contains(TRACE));
        assertThat(lines)
                .as("Tomcat's parameters, which it logs with their values")
                .noneMatch(line -> line.contains("org.apache.tomcat.util.http.Parameters"));
        assertThat(String.join("\n", lines))
                .doesNotContainIgnoringCase("quux")
                .doesNotContain(RunningRollcall.TOKEN)
                .doesNotContain(RunningRollcall.ADMIN_PASSWORD);
    }

    private static Process start(Path folder, Path log, int port, int collector) throws Exception {
        Path overlay = folder.resolve("overlay.yaml"); // JSON is YAML
        Files.writeString(overlay, JSON.writeValueAsString(RunningRollcall.settings(Map.of())));
        String everything = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String shipped = Arrays.stream(everything.split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        shipped,
                        RollcallApplication.class.getName(),
                        "--server.port=" + port,
                        "--rollcall.data-dir=" + folder.resolve("data"),
                        "--spring.config.additional-location=file:" + overlay,
                        "--spring.main.banner-mode=off",
                        "--logging.structured.format.console=ecs",
                        "--logging.level.org.springframework.security.web.FilterChainProxy=DEBUG",
                        "--management.tracing.enabled=true",
                        "--management.tracing.sampling.probability=1.0",
                        "--management.otlp.tracing.endpoint=http://127.0.0.1:" + collector + "/v1/traces")
                // Newer JVMs warn of old libraries there, in plain text; Rollcall writes to standard output alone.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(log.toFile())
                .start();
    }

    private static boolean isReady(int port) {
        try {
            return Wire.send(port, "GET", "/actuator/health/readiness", Map.of(), null)
                            .status()
                    == 200;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    private static Wire.Answer push(int port) throws Exception {
        Map<String, String> headers = new HashMap<>(RunningRollcall.bearer(RunningRollcall.TOKEN));
        headers.put("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        byte[] user = JSON.writeValueAsBytes(Map.of(
                "schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                "userName", "zebedee.quux@fabrikam.example",
                "name", Map.of("familyName", "Quux", "givenName", "Zebedee"),
                "emails", List.of(Map.of("value", "zebedee.quux@fabrikam.example", "primary", true))));
        return Wire.send(port, "POST", "/scim/v2/Users", headers, user);
    }

    /** A target with a character that no address may have, and a parameter that ends within an escape. */
    private static void sendWhatTomcatCannotRead(int port) {
        Map<String, String> token = RunningRollcall.bearer(RunningRollcall.TOKEN);
        Wire.Answer unread = Wire.send(port, "GET", "/scim/v2/Users?filter=zebedee.quux\u00e9", token, null);
        assertThat(unread.status()).isEqualTo(400);
        Wire.Answer cut = Wire.send(port, "GET", "/scim/v2/Users?filter=userName%20pr%", token, null);
        assertThat(cut.status()).isEqualTo(400);
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
