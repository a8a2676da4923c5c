package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A replica is put to sleep in the midst of deliveries and wakes up after another took them over: it writes nothing stale. */
@Tag("trial")
class SleeperTrialIT {
    private static final int ROUNDS = Trial.FULL ? 10 : 1;
    private static final int USERS = 40;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whoSleptLongerThanItsClaimWritesNothingStale(@TempDir Path folder) throws Exception {
        Random random = new Random(Trial.seed("sleeper trial"));
        try (OwnPostgres postgres = new OwnPostgres(folder);
                LedgerTarget ledger = new LedgerTarget()) {
            List<String> database = postgres.database("sleeper");
            try (Child sleeper = new Child(folder.resolve("sleeper"), ledger, database);
                    Child other = new Child(folder.resolve("other"), ledger, database)) {
                other.start(0);
                sleeper.start(0);
                Pusher pusher = new Pusher(other::scim);
                for (int i = 0; i < USERS; i++) {
                    pusher.create("u" + i);
                }
                for (int round = 0; round < ROUNDS; round++) {
                    round(sleeper, pusher, random);
                }
                awaitAll(ledger, pusher);
                JdbcTemplate look = postgres.jdbc("sleeper");
                Checker.Findings findings =
                        Checker.check(pusher.accepted, ledger, Checker.keys(look), Checker.versions(look));
                Trial.say(
                        "sleeper trial: a replica of two slept for 8 s %d times in the midst of deliveries, %d changes of %d users; %s",
                        ROUNDS, pusher.acknowledged.get(), pusher.accepted.size(), findings);
                findings.areNone();
                assertThat(pusher.surprises).isEmpty();
            }
        }
    }

    /** The sleeper gets changes of all users and is stopped while it delivers; the other gets newer ones meanwhile. */
    private static void round(Child sleeper, Pusher pusher, Random random) throws Exception {
        Pusher throughSleeper = pusher.through(sleeper::scim);
        List<Thread> pushes = java.util.stream.IntStream.range(0, 4)
                .mapToObj(client -> new Thread(() -> {
                    try {
                        for (int i = client; i < USERS; i += 4) {
                            throughSleeper.change("u" + i);
                        }
                    } catch (RuntimeException e) {
                        // The connection of one that slept.
                    }
                }))
                .toList();
        pushes.forEach(Thread::start);
        TimeUnit.MILLISECONDS.sleep(30 + random.nextInt(150));
        sleeper.signal("STOP");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        for (int i = 0; i < USERS && System.nanoTime() < until; i++) {
            pusher.change("u" + i);
        }
        TimeUnit.NANOSECONDS.sleep(Math.max(0, until - System.nanoTime()));
        sleeper.signal("CONT");
        for (Thread push : pushes) {
            push.join();
        }
        for (int i = 0; i < USERS; i++) {
            pusher.change("u" + i);
        }
    }

    private static void awaitAll(LedgerTarget ledger, Pusher pusher) throws InterruptedException {
        long longest = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (System.nanoTime() < longest
                && !ledger.members().stream()
                        .map(LedgerTarget.Kept::seq)
                        .toList()
                        .containsAll(pusher.accepted.values().stream()
                                .map(Pusher.Accepted::seq)
                                .toList())) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
