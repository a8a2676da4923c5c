import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures Rollcall's SCIM interface from outside: starts the jar, fills it with users, then creates, reads, finds and
 * patches them at several numbers of connections. Needs the JDK alone.
 */
final class Bench {
    private static final String HELP = """
            bench/run [options]
              --users 1000,50000     how many users are stored when the measurements begin
              --connections 1,8,32   connections, each used by one thread that waits for every answer
              --seconds 8            how long each measurement takes
              --warm-up 10           seconds of warm-up before each: a young process is still being compiled
              --db both              h2, postgres or both
              --java PATH            the java that runs the jar
              --jar PATH             the jar (target/rollcall.jar)
              --quick                a quick look: few users, 2 s a measurement, H2
              --against URL --token TOKEN
                                     measures a server that runs already (its users stay there)
            """;

    private final Options options;
    private final Report report = new Report();

    private Bench(Options options) {
        this.options = options;
    }

    /** Runs the measurements and prints the tables. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(HELP);
            System.exit(2);
            return;
        }
        Bench bench = new Bench(options);
        bench.run();
        System.out.println(bench.report.markdown(options));
        System.exit(bench.report.failed() ? 1 : 0);
    }

    private void run() throws Exception {
        if (options.against() != null) {
            for (int users : options.users()) {
                measure("as it runs", users, new Target(options.against(), options.token()), () -> 0L);
            }
            return;
        }
        for (String database : options.databases()) {
            for (int users : options.users()) {
                Path directory = Files.createTempDirectory("rollcall-bench");
                try (Postgres postgres = database.equals("PostgreSQL") ? Postgres.start(directory) : null;
                        Server server = Server.start(options, directory, postgres)) {
                    report.started(database, users, server.startMillis());
                    measure(database, users, server.target(), server::residentKib);
                } finally {
                    Directories.delete(directory);
                }
            }
        }
    }

    private void measure(String database, int users, Target target, MemorySource memory) throws Exception {
        Users people = new Users(users);
        log("%s, %,d users: loading", database, users);
        Load load = new Load(target, people, Operation.CREATE, 32);
        Figures loaded = load.upTo(users, options.loadSeconds());
        report.loaded(database, users, people.created(), loaded, memory.kib());
        // The same JIT warmth for every size: the smaller loads end before the compiler does.
        for (Operation operation : List.of(Operation.FIND, Operation.PATCH)) {
            new Load(target, people, operation, 8).seconds(options.warmUp());
        }
        // Creates come last: they change the number of users that the other figures are for.
        for (Operation operation : List.of(Operation.GET, Operation.FIND, Operation.PATCH, Operation.CREATE)) {
            for (int connections : options.connections()) {
                new Load(target, people, operation, connections).seconds(options.warmUp());
                Figures figures = new Load(target, people, operation, connections).seconds(options.seconds());
                report.add(database, users, operation, connections, figures, memory.kib());
                log(
                        "%s, %,d users, %s, %d connections: %,.0f requests/s, p50 %.2f ms, %d errors%s",
                        database,
                        users,
                        operation.title,
                        connections,
                        figures.perSecond(),
                        figures.millis(50),
                        figures.errors(),
                        figures.firstError() == null ? "" : " (" + figures.firstError() + ")");
            }
        }
    }

    static void log(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + "%n", values);
    }
}

/** Reads how much memory the server occupies, in KiB; 0 where that is not known. */
interface MemorySource {
    long kib();
}
