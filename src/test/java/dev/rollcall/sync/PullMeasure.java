package dev.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.UserKeys;
import dev.rollcall.sync.PullBench.On;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import org.apache.camel.builder.RouteBuilder;

/**
 * Measures runs of a generated directory: the first import, one in which nothing changed, 100 changes read alone, and the
 * memory that the process occupies. Started by {@code bench/pull}; prints a table in Markdown.
 */
public final class PullMeasure {
    private PullMeasure() {}

    /** A directory that is worked out as it is read: nothing of it is kept. */
    private static final class Generated {
        final long users;
        volatile String title = "Engineer";
        volatile LongPredicate changed = user -> false;

        Generated(long users) {
            this.users = users;
        }

        void read(Pull pull) {
            List<PulledUser> page = new ArrayList<>(500);
            for (long i = 0; i < users; i++) {
                if (pull.mode() != Pull.Mode.CHANGES || changed.test(i)) {
                    page.add(user(i));
                }
                if (page.size() == 500) {
                    pull.page(page);
                    page = new ArrayList<>(500);
                }
            }
            pull.page(page);
            pull.complete("1");
        }

        /** Twelve attributes, as in the measurements of other tools. */
        private PulledUser user(long i) {
            ObjectNode user = JsonNodeFactory.instance.objectNode();
            String name = "user" + i + "@corp.example";
            user.put("id", key(i));
            user.put("user_name", name);
            user.put("email", name);
            user.put("first_name", "First" + i % 977);
            user.put("last_name", "Last" + i);
            user.put("display_name", "First" + i % 977 + " Last" + i);
            user.put("employee_id", "E" + i);
            user.put("job_title", changed.test(i) ? title : "Engineer");
            user.put("department", "Department " + i % 40);
            user.put("phone_number", "+49 30 " + i);
            user.put("city", "Berlin");
            user.put("country", "DE");
            return new PulledUser(
                    key(i),
                    new SourceUser(
                            user,
                            true,
                            new UserKeys(name, null, name, List.of(), null, null, "First" + i % 977, "Last" + i)));
        }

        private static String key(long i) {
            return new java.util.UUID(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL).toString();
        }
    }

    /** {@code [users] [h2 | postgres]…}: by default 100,000 on both. */
    public static void main(String[] arguments) throws Exception {
        long users = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
        List<String> databases =
                arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of("postgres", "h2");
        System.out.printf(
                "%n| database | users | first import | nothing changed | again | 100 changes, incremental | members | resident |%n|---|---|---|---|---|---|---|---|%n");
        for (String database : databases) {
            measure(On.valueOf(database.toUpperCase(Locale.ROOT)), users);
        }
        System.exit(0);
    }

    private static void measure(On on, long users) throws Exception {
        try (PullBench bench = PullBench.start(on, RunningRollcall.settings(Map.of()))) {
            bench.change(Map.of("sources", Map.of("corp", Map.of("kind", "route"))));
            Generated directory = new Generated(users);
            bench.rollcall.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:pull-corp")
                            .routeId("pull-corp")
                            .errorHandler(noErrorHandler())
                            .process(exchange ->
                                    directory.read(exchange.getMessage().getBody(Pull.class)));
                }
            });
            String first = seconds(bench, "full");
            String same = seconds(bench, "full");
            String again = seconds(bench, "full");
            directory.title = "Director";
            directory.changed = user -> user % (users / 100) == 0;
            String changes = seconds(bench, "incremental");
            System.out.printf(
                    "| %s | %,d | %s | %s | %s | %s | %,d | %,d MiB |%n",
                    on,
                    users,
                    first,
                    same,
                    again,
                    changes,
                    bench.count("SELECT COUNT(*) FROM asset.member WHERE status = 'active'"),
                    residentMib());
        }
    }

    private static String seconds(PullBench bench, String mode) {
        JsonNode run = bench.done(bench.run("corp", mode, false));
        System.err.println(run);
        return String.format(Locale.ROOT, "%.1f s", run.path("seconds").asDouble());
    }

    /** What the process occupies, as Linux tells it. */
    private static long residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
