package dev.rollcall.trials;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL of a trial's own: it can be stopped at once, as by a power cut, and started again on its data. */
final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    OwnPostgres(Path folder) throws IOException {
        this.data = folder.resolve("postgres");
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.server = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                // The library trades durability for speed; a server of production must not.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start();
    }

    /** The command line's part that names a new database on it. */
    List<String> database(String name) {
        jdbc("postgres").execute("CREATE DATABASE " + name);
        return List.of(
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", name),
                "--spring.datasource.username=postgres");
    }

    JdbcTemplate jdbc(String name) {
        return new JdbcTemplate(server.getDatabase("postgres", name));
    }

    /** Ends it without a checkpoint and without waiting for anybody. */
    void stopAtOnce() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        for (int i = 0; i < 200 && process != null && process.isAlive(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    void startAgain() throws IOException {
        server.close();
        server = start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
