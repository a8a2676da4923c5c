import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Rollcall itself, started from the jar with settings and a data directory of its own. */
final class Server implements AutoCloseable {
    private final Process process;
    private final Target target;
    private long startMillis;

    private Server(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    static Server start(Options options, Path directory, Postgres postgres) throws IOException, InterruptedException {
        if (!Files.exists(options.jar())) {
            throw new IOException("There is no " + options.jar() + ". Build it: ./mvnw -DskipTests package");
        }
        String token = "bench-" + Long.toHexString(System.nanoTime()) + "-0123456789abcdef0123456789abcdef";
        int port = Ports.free();
        Path settings = directory.resolve("bench.yaml");
        Files.writeString(settings, """
                server: { port: %d, address: 127.0.0.1 }
                rollcall:
                  data-dir: "%s"
                  public-url: http://127.0.0.1:%d
                  admin: { password: "%s" }
                  sources:
                    bench: { kind: scim, token: "%s" }
                """.formatted(port, directory.resolve("data"), port, token, token));
        List<String> command = new ArrayList<>(List.of(options.java(), "-Xmx256m"));
        command.addAll(options.flags());
        command.addAll(
                List.of("-jar", options.jar().toString(), "--spring.config.additional-location=file:" + settings));
        if (postgres != null) {
            command.addAll(postgres.settings());
        }
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Server server = new Server(process, new Target(URI.create("http://127.0.0.1:" + port), token));
        try {
            server.awaitReady(directory.resolve("server.log"), begin);
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Ready means: the health check says so, and SCIM answers. */
    private void awaitReady(Path log, long begin) throws IOException, InterruptedException {
        byte[] readiness = request("/actuator/health/readiness");
        byte[] list = request("/scim/v2/Users?count=0");
        try (Connection connection = new Connection(target)) {
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(120)) {
                if (!process.isAlive()) {
                    throw new IOException("Rollcall did not start:\n" + Files.readString(log));
                }
                try {
                    if (connection.exchange(readiness) == 200 && connection.exchange(list) == 200) {
                        startMillis = (System.nanoTime() - begin) / 1_000_000;
                        return;
                    }
                } catch (IOException e) {
                    // Nobody listens yet.
                }
                Thread.sleep(20);
            }
        }
        throw new IOException("Rollcall was not ready within 120 s:\n" + Files.readString(log));
    }

    private byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\nAuthorization: Bearer " + target.token()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Target target() {
        return target;
    }

    long startMillis() {
        return startMillis;
    }

    /** Calls the admin API, or the actuator, as the admin; another status than 2xx is an error. */
    String api(String method, String path, String json) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString(("admin:" + target.token()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(target.base() + path))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** What it tells Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return api("GET", "/actuator/prometheus", null);
    }

    /** VmRSS of the server's process; 0 where there is no /proc. */
    long residentKib() {
        return memoryKib("VmRSS:");
    }

    /** The highest VmRSS so far. */
    long highestResidentKib() {
        return memoryKib("VmHWM:");
    }

    private long memoryKib(String name) {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
