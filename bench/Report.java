import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Gathers figures and writes them as Markdown, fit for docs/performance.md. */
final class Report {
    private final StringBuilder starts = new StringBuilder();
    private final StringBuilder rows = new StringBuilder();
    private final Map<String, Map<Integer, Figures>> bySize = new LinkedHashMap<>();
    private long startMillis = -1;
    private int errors;

    void started(String database, int users, long millis) {
        startMillis = millis;
        Bench.log("%s, %,d users: ready after %.1f s", database, users, millis / 1000.0);
    }

    void loaded(String database, int wanted, int created, Figures figures, long kib) {
        starts.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %,.0f | %s |%n",
                database,
                created,
                startMillis < 0 ? "–" : String.format(Locale.ROOT, "%.1f", startMillis / 1000.0),
                figures.perSecond(),
                mib(kib)));
        if (figures.errors() > 0 || created < wanted) {
            errors += Math.max(figures.errors(), 1);
            Bench.log(
                    "%s: %,d of %,d users were loaded, %,d errors (%s)",
                    database, created, wanted, figures.errors(), figures.firstError());
        }
    }

    void add(String database, int users, Operation operation, int connections, Figures figures, long kib) {
        errors += figures.errors();
        rows.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %d | %,.0f | %.2f | %.2f | %.2f | %.1f | %d | %s |%n",
                database,
                users,
                operation.title,
                connections,
                figures.perSecond(),
                figures.millis(50),
                figures.millis(95),
                figures.millis(99),
                figures.millis(100),
                figures.errors(),
                mib(kib)));
        bySize.computeIfAbsent(
                        String.format(Locale.ROOT, "| %s | %s | %d |", database, operation.title, connections),
                        key -> new LinkedHashMap<>())
                .put(users, figures);
    }

    boolean failed() {
        return errors > 0;
    }

    String markdown(Options options) throws IOException {
        StringBuilder text = new StringBuilder("Figures of " + LocalDate.now() + ": " + machine(options) + "\n");
        text.append("\n| Database | Users | Start-up s | Loaded/s (32 connections) | Resident MiB |\n")
                .append("| --- | ---: | ---: | ---: | ---: |\n")
                .append(starts);
        text.append("\n| Database | Users | Operation | Connections | Requests/s | p50 ms | p95 ms | p99 ms | max ms |")
                .append(" Errors | Resident MiB |\n")
                .append("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
                .append(rows);
        int small = options.users().get(0);
        int large = options.users().get(options.users().size() - 1);
        if (small != large) {
            text.append(String.format(
                            Locale.ROOT,
                            "%n| Database | Operation | Connections | Requests/s, %,d to %,d users | p50, the same |%n",
                            large,
                            small))
                    .append("| --- | --- | ---: | ---: | ---: |\n");
            bySize.forEach((key, figures) -> text.append(String.format(
                    Locale.ROOT,
                    "%s %.2f | %.2f |%n",
                    key,
                    figures.get(large).perSecond() / figures.get(small).perSecond(),
                    figures.get(large).millis(50) / figures.get(small).millis(50))));
        }
        return text.toString();
    }

    private static String machine(Options options) throws IOException {
        String processor = "unknown processor";
        Path information = Path.of("/proc/cpuinfo");
        if (Files.isReadable(information)) {
            try (Stream<String> lines = Files.lines(information)) {
                processor = lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .findFirst()
                        .orElse(processor);
            }
        }
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " cores shared with the load generator, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + version(options);
    }

    private static String version(Options options) throws IOException {
        if (options.against() != null) {
            return options.against().toString();
        }
        Process process = new ProcessBuilder(options.java(), "-version")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines()
                            .filter(line -> line.contains("version"))
                            .findFirst()
                            .orElse("java") + ", -Xmx256m, " + options.seconds() + " s a measurement";
        }
    }

    private static String mib(long kib) {
        return kib == 0 ? "–" : Long.toString(kib / 1024);
    }
}
