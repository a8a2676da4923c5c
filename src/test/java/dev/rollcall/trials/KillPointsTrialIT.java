package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The process ends between every two writes of a push, and at random moments of a long one: it goes on where it was. */
@Tag("trial")
class KillPointsTrialIT {
    private static final int CLIENTS = 8;
    private static final int USERS = Trial.FULL ? 2_000 : 80;
    private static final int KILLS = Trial.FULL ? 20 : 1;
    private static final int LAST_POINT = 40;

    static List<String> forPoints() {
        return Trial.FULL ? List.of("h2", "postgres") : List.of("h2");
    }

    static List<String> forPushes() {
        return Trial.FULL ? List.of("h2", "postgres") : List.of("postgres");
    }

    @ParameterizedTest
    @MethodSource("forPoints")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void betweenEveryTwoWritesOfAPush(String database, @TempDir Path folder) throws Exception {
        Random random = new Random(Trial.seed("kill points trial on " + database));
        try (LedgerTarget ledger = new LedgerTarget();
                OwnPostgres postgres = database.equals("h2") ? null : new OwnPostgres(folder)) {
            TreeSet<String> points = new TreeSet<>();
            Map<String, Pusher.Accepted> accepted = new HashMap<>();
            Map<String, String> keys = new HashMap<>();
            List<Integer> all = Trial.FULL
                    ? IntStream.rangeClosed(1, LAST_POINT).boxed().toList()
                    : List.of(1 + random.nextInt(10));
            long slowest = 0;
            for (int point : all) {
                Path home = folder.resolve(database + point);
                List<String> arguments = postgres == null ? List.of() : postgres.database("p" + point);
                try (Child child = new Child(home, ledger, arguments)) {
                    Pusher pusher = new Pusher(child::scim, point * 1_000L); // states differ, also from other users'
                    String name = database + point;
                    child.start(point);
                    // The user comes and changes twice; the process ends somewhere in between.
                    Thread push = new Thread(() -> pusher.insist(name, 2));
                    push.start();
                    boolean killed = child.ended(Duration.ofSeconds(Trial.FULL ? 6 : 12));
                    child.kill();
                    child.start(0);
                    long began = System.nanoTime();
                    push.join();
                    awaitArrival(ledger, pusher, name);
                    slowest = Math.max(slowest, System.nanoTime() - began);
                    points.add(child.lastPoint().replace("KILLED before: ", ""));
                    child.stop();
                    accepted.putAll(pusher.accepted);
                    keys.putAll(keys(home, postgres == null ? null : postgres.jdbc("p" + point)));
                    if (!killed) {
                        break;
                    }
                }
            }
            Checker.Findings findings = Checker.check(accepted, ledger, keys);
            Trial.say(
                    "kill points trial on %s: %d users, killed before each of %d kinds of writes: %s; all arrived within %.1f s of the start; %s",
                    database, accepted.size(), points.size(), points, slowest / 1e9, findings);
            findings.areNone();
            assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    private static void awaitArrival(LedgerTarget ledger, Pusher pusher, String name) throws InterruptedException {
        long longest = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Pusher.Accepted last = pusher.accepted.get(name);
        while (System.nanoTime() < longest
                && ledger.members().stream().noneMatch(kept -> last != null && kept.seq() == last.seq())) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @ParameterizedTest
    @MethodSource("forPushes")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void atRandomMomentsOfALongPush(String database, @TempDir Path folder) throws Exception {
        Random random = new Random(Trial.seed("kill push trial on " + database));
        try (LedgerTarget ledger = new LedgerTarget();
                OwnPostgres postgres = database.equals("h2") ? null : new OwnPostgres(folder);
                Child child = new Child(
                        folder.resolve("home"), ledger, postgres == null ? List.of() : postgres.database("push"))) {
            Pusher pusher = new Pusher(child::scim);
            child.start(0);
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> new Thread(() -> {
                        for (int i = client; i < USERS; i += CLIENTS) {
                            pusher.insist("u" + i, i % 3);
                        }
                    }))
                    .toList();
            clients.forEach(Thread::start);
            for (int kill = 0; kill < KILLS; kill++) {
                int done = pusher.acknowledged.get();
                while (pusher.acknowledged.get() < done + 20 && clients.stream().anyMatch(Thread::isAlive)) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                child.kill();
                child.start(0);
            }
            for (Thread client : clients) {
                client.join();
            }
            JdbcTemplate look = postgres == null ? null : postgres.jdbc("push");
            long began = System.nanoTime();
            long arrived = arrived(ledger, pusher, began + TimeUnit.SECONDS.toNanos(30));
            child.stop();
            Map<String, String> keys = keys(folder.resolve("home"), look);
            Checker.Findings findings = Checker.check(pusher.accepted, ledger, keys);
            Trial.say(
                    "kill push trial on %s: %d kills in a push of %d users and %d changes, all arrived %.1f s after the last push; %s",
                    database,
                    KILLS,
                    pusher.accepted.size(),
                    pusher.acknowledged.get(),
                    (arrived - began) / 1e9,
                    findings);
            findings.areNone();
            assertThat(pusher.accepted).hasSize(USERS);
            assertThat(pusher.surprises).isEmpty();
        }
    }

    private static long arrived(LedgerTarget ledger, Pusher pusher, long longest) throws InterruptedException {
        while (System.nanoTime() < longest) {
            List<Long> there =
                    ledger.members().stream().map(LedgerTarget.Kept::seq).toList();
            if (there.containsAll(
                    pusher.accepted.values().stream().map(Pusher.Accepted::seq).toList())) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return System.nanoTime();
    }

    /** Our ids by name, out of the database of a stopped process. */
    private static Map<String, String> keys(Path home, @org.jspecify.annotations.Nullable JdbcTemplate postgres) {
        try (HikariDataSource h2 = new HikariDataSource()) {
            h2.setJdbcUrl("jdbc:h2:file:" + home.resolve("data/rollcall"));
            return Checker.keys(postgres == null ? new JdbcTemplate(h2) : postgres);
        }
    }
}
