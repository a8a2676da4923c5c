package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The packaged jar as a process of its own that pulls the table {@code hr.person} of its own database through a route file
 * beside the shipped ones, and can be killed.
 */
final class PullProcess implements AutoCloseable {
    static final String ROUTE = """
            - route:
                id: pull-corp
                description: Reads the people of the table hr.person
                from:
                  uri: direct:pull-corp
                  steps:
                    - bean:
                        ref: pulledRows
                        method: begin
                    - setVariable:
                        name: pull
                        simple: "${body}"
                    - setBody:
                        constant: SELECT id, email, last_name, job_title FROM hr.person ORDER BY id
                    - to:
                        id: read-people
                        uri: jdbc:dataSource
                        parameters:
                          outputType: StreamList
                    - bean:
                        ref: pulledRows
                        method: "read(${variable.pull}, ${body})"
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path jar =
            Path.of(System.getProperty("trials.jar", "target/rollcall.jar")).toAbsolutePath();
    private final Path folder;
    private final List<String> arguments;
    private final int port;
    private @Nullable Process process;

    PullProcess(Map<String, Object> source, String... arguments) throws IOException {
        assertThat(jar).as("the jar that is tried: mvn verify builds it").exists();
        this.folder = Files.createTempDirectory("rollcall-pull-trial");
        this.arguments = List.of(arguments);
        Map<String, Object> settings = RunningRollcall.settings(Map.of("sources", Map.of("corp", source)));
        Files.writeString(folder.resolve("overlay.yaml"), JSON.writeValueAsString(settings));
        Files.writeString(folder.resolve("pull-corp.camel.yaml"), ROUTE);
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    /** The embedded database; it can be opened while the process is stopped. */
    String databaseUrl() {
        return "jdbc:h2:file:" + folder.resolve("data/rollcall");
    }

    Duration start() throws IOException, InterruptedException {
        Instant began = Instant.now();
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--logging.level.dev.rollcall.sync=DEBUG",
                "--rollcall.data-dir=" + folder.resolve("data"),
                "--spring.config.additional-location=file:" + folder.resolve("overlay.yaml"),
                "--camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:" + folder + "/*.camel.yaml"));
        line.addAll(arguments);
        Process started = new ProcessBuilder(line)
                // The shipped routes lie beside target/.
                .directory(jar.resolve("../..").normalize().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> !started.isAlive()
                            || api("GET", "/sync-runs?limit=1", null).status() == 200);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("it did not start:\n" + lastLines(), e);
        }
        assertThat(started.isAlive()).as("it started: %s", lastLines()).isTrue();
        return Duration.between(began, Instant.now());
    }

    Wire.Answer api(String method, String path, @Nullable Object body) {
        String basic = Base64.getEncoder()
                .encodeToString(("admin:" + RunningRollcall.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
        try {
            return Wire.send(
                    port,
                    method,
                    "/api" + path,
                    Map.of("Authorization", "Basic " + basic, "Content-Type", "application/json"),
                    body == null ? null : JSON.writeValueAsBytes(body));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a full run and gives its id. */
    String run() {
        Wire.Answer answer = api("POST", "/sync-runs", Map.of("source", "corp", "mode", "full"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    JsonNode newest() {
        return api("GET", "/sync-runs?limit=1", null).json().at("/runs/0");
    }

    /** Waits until no run is under way, and gives the newest. */
    JsonNode settled() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(this::newest, run -> !run.path("state").asText("running").equals("running"));
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it in order. */
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends within 60 s")
                    .isTrue();
        }
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    /** What the log says of exceptions, newest last. */
    String exceptions() {
        try (Stream<String> lines = Files.lines(log())) {
            List<String> found = lines.filter(line -> line.contains("unexpectedly") || line.contains("Exception:"))
                    .toList();
            return String.join("\n", found.subList(Math.max(0, found.size() - 25), found.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    }
}
