import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a first start takes, until SCIM answers: as the jar, extracted, and as docs/operations.md has it, "A faster
 * start"; in turns. bench/start compiles and runs it.
 */
final class StartBench {
    private static final String HELP = """
            bench/start [options]
              --starts 5         how often each way is measured
              --java, --jar      as in bench/run
            """;

    private StartBench() {}

    /** Runs the measurements and prints a table. */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments));
        if (rest.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        int starts = Integer.parseInt(Options.taken(rest, "--starts", "5"));
        Options options = Options.of(rest.toArray(String[]::new));
        Path directory = Files.createTempDirectory("rollcall-start");
        try {
            Map<String, Options> ways = ways(options, directory);
            Map<String, List<Long>> millis = new LinkedHashMap<>();
            for (int i = 0; i < starts; i++) {
                for (Map.Entry<String, Options> way : ways.entrySet()) {
                    millis.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                            .add(start(way.getValue()));
                }
            }
            System.out.println("| Way | Fastest, s | Median, s | Slowest, s |\n| --- | ---: | ---: | ---: |");
            millis.forEach((way, all) ->
                    System.out.println(row(way, all.stream().sorted().toList())));
        } finally {
            Directories.delete(directory);
        }
    }

    private static Map<String, Options> ways(Options options, Path directory) throws IOException, InterruptedException {
        Path extracted = directory.resolve("app");
        run(List.of(
                options.java(),
                "-Djarmode=tools",
                "-jar",
                options.jar().toString(),
                "extract",
                "--destination",
                extracted.toString()));
        Path jar = extracted.resolve(options.jar().getFileName());
        Path archive = directory.resolve("rollcall.jsa");
        run(List.of(
                options.java(),
                "-XX:ArchiveClassesAtExit=" + archive,
                "-jar",
                jar.toString(),
                "--spring.config.location=classpath:/",
                "--server.port=0",
                "--rollcall.data-dir=" + directory.resolve("training"),
                "--camel.main.duration-max-seconds=20"));
        Map<String, Options> ways = new LinkedHashMap<>();
        ways.put("the jar", options);
        ways.put("extracted", options.with(jar, List.of()));
        ways.put(
                "extracted, with an archive of its classes",
                options.with(jar, List.of("-XX:SharedArchiveFile=" + archive)));
        return ways;
    }

    private static long start(Options options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("rollcall-start");
        try (Server server = Server.start(options, directory, null)) {
            return server.startMillis();
        } finally {
            Directories.delete(directory);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("rollcall-start", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("It did not end: " + String.join(" ", command));
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + "\n" + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static String row(String way, List<Long> sorted) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |",
                way,
                sorted.get(0) / 1000.0,
                sorted.get(sorted.size() / 2) / 1000.0,
                sorted.get(sorted.size() - 1) / 1000.0);
    }
}
