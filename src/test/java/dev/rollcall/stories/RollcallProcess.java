package dev.rollcall.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The packaged jar as a process of its own, which can be killed and started again on the same data. */
final class RollcallProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private final Path jar =
            Path.of(System.getProperty("trials.jar", "target/rollcall.jar")).toAbsolutePath();
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    RollcallProcess() throws IOException {
        assertThat(jar).as("the jar that is tried: mvn verify builds it").exists();
        this.folder = Files.createTempDirectory("rollcall-trial");
        Files.writeString(folder.resolve("overlay.yaml"), StorySettings.overlay("none"));
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** The H2 database that the process keeps; it can be opened while the process is stopped. */
    String databaseUrl() {
        return "jdbc:h2:file:" + folder.resolve("data/rollcall") + ";IFEXISTS=TRUE";
    }

    /** Starts and waits until users are served; gives the time that it took. */
    Duration start() throws IOException, InterruptedException {
        Instant began = Instant.now();
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--server.port=" + port,
                        "--rollcall.data-dir=" + folder.resolve("data"),
                        "--spring.config.additional-location=file:" + folder.resolve("overlay.yaml")))
                // The shipped routes lie beside target/.
                .directory(jar.resolve("../..").normalize().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        ScimClient client = client();
        while (started.isAlive() && Duration.between(began, Instant.now()).compareTo(LONGEST_START) < 0) {
            try {
                client.findByUserName("nobody@corp.example");
                return Duration.between(began, Instant.now());
            } catch (UncheckedIOException | AssertionError e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        List<String> lines = Files.readAllLines(log());
        throw new AssertionError("it did not start:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size())));
    }

    ScimClient client() {
        return new ScimClient(base(), StorySettings.token("bench"));
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

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    }
}
