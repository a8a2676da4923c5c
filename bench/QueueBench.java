import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the delivery queue: writes waiting changes into Rollcall's database, starts the jar with 256 MiB of heap, and
 * watches it deliver them to the schema {@code asset}. bench/queue compiles and runs it.
 */
final class QueueBench {
    private static final String HELP = """
            bench/queue [options]
              --rows 200000   how many changes wait when it starts; several numbers, with commas in between
              --db both       h2, postgres or both
            """;

    /** A member as a directory gives it; the two databases differ in the name of a row of numbers. */
    private static final String MEMBERS = """
            INSERT INTO member (id, source_id, status, role, role_origin, email, user_name, employee_id, fields, custom_fields,
              origins, version, created, modified)
            SELECT CAST('00000000-0000-7000-8000-' || LPAD(CAST(x AS VARCHAR), 12, '0') AS UUID), 'bench', 'active', 'Staff User',
              'source', 'user' || x || '@corp.example', 'user' || x || '@corp.example', CAST(x AS VARCHAR),
              '{"email":"user' || x || '@corp.example","user_name":"user' || x || '@corp.example","first_name":"Given","last_name":"Of '
                || x || '","display_name":"Given Of ' || x || '","employee_id":"' || x
                || '","job_title":"Welder","department":"Field","role":"Staff User","city":"Oslo","country":"NO","status":"active",'
                || '"login_enabled":"true","phone_number":"+47 22 00 00 00","address_line_1":"Storgata 1","zip_code":"0155"}',
              '{}', '{}', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
            FROM\s""";

    private static final String DELIVERIES = """
            INSERT INTO delivery (member_id, operation, changed, version, delivered_version, state, attempts, next_attempt_at, fence,
              created, modified)
            SELECT id, 'create', '["email","first_name","last_name"]', 1, 0, 'waiting', 0, CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP,
              CURRENT_TIMESTAMP
            FROM member""";

    private static final int SEED_AT_ONCE = 20_000;

    private QueueBench() {}

    /** Runs the measurements and prints a table. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        List<Integer> rows = new ArrayList<>();
        for (String number : option(given, "--rows", "200000").split(",")) {
            rows.add(Integer.parseInt(number.trim()));
        }
        Options options = Options.of(new String[] {"--db", option(given, "--db", "both")});
        System.out.println(
                "| database | waiting changes | delivered in | changes/s | changes/s in the second half | highest heap after GC | highest RSS |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (String database : options.databases()) {
            for (int count : rows) {
                Path directory = Files.createTempDirectory("rollcall-queue");
                try (Postgres postgres = database.equals("PostgreSQL") ? Postgres.start(directory) : null) {
                    // Once to make the tables.
                    Server.start(options, directory, postgres).close();
                    seed(directory, postgres, count);
                    try (Server server = Server.start(options, directory, postgres)) {
                        System.out.println(drain(database, count, server));
                    }
                } finally {
                    Directories.delete(directory);
                }
            }
        }
    }

    private static String option(List<String> given, String name, String otherwise) {
        int at = given.indexOf(name);
        return at < 0 || at + 1 >= given.size() ? otherwise : given.get(at + 1);
    }

    private static void seed(Path directory, Postgres postgres, int count) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("data/rollcall");
        String user = "";
        String password = "";
        for (String setting : postgres == null ? List.<String>of() : postgres.settings()) {
            String value = setting.substring(setting.indexOf('=') + 1);
            url = setting.startsWith("--spring.datasource.url=") ? value : url;
            user = setting.startsWith("--spring.datasource.username=") ? value : user;
            password = setting.startsWith("--spring.datasource.password=") ? value : password;
        }
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            for (int from = 1; from <= count; from += SEED_AT_ONCE) {
                int to = Math.min(count, from + SEED_AT_ONCE - 1);
                String numbers = postgres == null ? "SYSTEM_RANGE(?, ?)" : "generate_series(?, ?) AS numbers (x)";
                try (PreparedStatement insert = connection.prepareStatement(MEMBERS.strip() + " " + numbers)) {
                    insert.setInt(1, from);
                    insert.setInt(2, to);
                    insert.executeUpdate();
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(DELIVERIES)) {
                insert.executeUpdate();
            }
        }
    }

    private static String drain(String database, int count, Server server) throws Exception {
        long began = System.nanoTime();
        long half = 0;
        long halfAt = began;
        double heap = 0;
        long rss = 0;
        long delivered = 0;
        while (delivered < count) {
            Thread.sleep(250);
            String metrics = server.metrics();
            delivered = (long) sum(metrics, "rollcall_delivery_delivered_total");
            heap = Math.max(heap, sum(metrics, "jvm_gc_live_data_size_bytes"));
            rss = Math.max(rss, server.residentKib());
            if (half == 0 && delivered >= count / 2) {
                half = delivered;
                halfAt = System.nanoTime();
            }
            if (System.nanoTime() - began > Duration.ofMinutes(30).toNanos()) {
                throw new IOException("only " + delivered + " of " + count + " changes were delivered in 30 minutes");
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double second = (System.nanoTime() - halfAt) / 1e9;
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f s | %,.0f | %,.0f | %.0f MiB | %d MiB |",
                database,
                count,
                seconds,
                count / seconds,
                (count - half) / second,
                heap / (1 << 20),
                rss / 1024);
    }

    /** The sum of a metric over its labels. */
    static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
