package dev.rollcall.trials;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rollcall as a process of its own that delivers to the ledger: it can be killed, put to sleep, and started again. */
final class Child implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private final Path folder;
    private final List<String> arguments;
    private final int port;
    private @Nullable Process process;

    /** {@code database} are arguments that name one; none for H2 in {@code folder}. */
    Child(Path folder, LedgerTarget ledger, List<String> database) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        Path overlay = folder.resolve("overlay.yaml");
        Files.writeString(
                overlay,
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .writeValueAsString(LedgerRoute.settings("ledger", Map.of())));
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--rollcall.data-dir=" + folder.resolve("data"),
                "--spring.config.additional-location=file:" + overlay,
                LedgerRoute.include(folder, ledger, "ledger")));
        arguments.addAll(database);
    }

    /** Starts and waits until users are served; {@code killAt} is the write before which it ends, 0 for never. */
    Duration start(int killAt) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dtrials.kill-at=" + killAt,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KillableRollcall.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        while (process.isAlive() && System.nanoTime() - began < LONGEST_START.toNanos()) {
            try {
                if (scim("GET", "/Users?count=1", null).status() == 200) {
                    return Duration.ofNanos(System.nanoTime() - began);
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                // It does not listen yet.
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        List<String> lines = Files.readAllLines(log());
        throw new AssertionError("it did not start:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
    }

    Wire.Answer scim(String method, String path, @Nullable Object body) {
        try {
            byte[] bytes =
                    body == null ? null : new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsBytes(body);
            return Wire.send(port, method, "/scim/v2" + path, RunningRollcall.bearer(RunningRollcall.TOKEN), bytes);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Waits until it ended by itself. */
    boolean ended(Duration within) throws InterruptedException {
        return process != null && process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends a signal such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        if (process != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Ends it in order. */
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end within 60 s");
            }
        }
    }

    /** Where it was killed, as it noted itself. */
    String lastPoint() throws IOException {
        return Files.readAllLines(log()).stream()
                .filter(line -> line.startsWith("KILLED before: "))
                .reduce("", (before, last) -> last);
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
