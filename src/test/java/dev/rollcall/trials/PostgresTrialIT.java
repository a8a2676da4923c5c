package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is stopped at once under load and comes back: pushes are told to come again, and what was accepted is there. */
@Tag("trial")
class PostgresTrialIT {
    private static final int OUTAGES = Trial.FULL ? 10 : 1;
    private static final int CLIENTS = 4;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whatWasAcceptedSurvivesTheDatabasesDeath(@TempDir Path folder) throws Exception {
        long seed = Trial.seed("PostgreSQL trial");
        try (OwnPostgres postgres = new OwnPostgres(folder);
                LedgerTarget ledger = new LedgerTarget()) {
            List<String> arguments = new ArrayList<>(postgres.database("trial"));
            arguments.add(LedgerRoute.include(folder, ledger, "ledger"));
            try (RunningRollcall rollcall = RunningRollcall.start(
                    folder, LedgerRoute.settings("ledger", Map.of()), arguments.toArray(String[]::new))) {
                Pusher pusher = new Pusher(rollcall);
                AtomicBoolean done = new AtomicBoolean();
                Thread load = new Thread(() -> pusher.push(CLIENTS, "u", seed, 5, done::get));
                load.start();
                List<String> back = new ArrayList<>();
                for (int outage = 0; outage < OUTAGES; outage++) {
                    TimeUnit.SECONDS.sleep(2);
                    postgres.stopAtOnce();
                    TimeUnit.SECONDS.sleep(3);
                    postgres.startAgain();
                    back.add(String.format("%.1f", acceptsAgain(pusher).toMillis() / 1000.0));
                }
                TimeUnit.SECONDS.sleep(1);
                done.set(true);
                load.join();
                Duration drained = Checker.drained(rollcall, Duration.ofMinutes(2));
                Map<String, String> keys = Checker.keys(rollcall);
                Checker.Findings findings =
                        Checker.check(Checker.acceptedOrRecorded(pusher, ledger, keys), ledger, keys);
                Trial.say(
                        "PostgreSQL trial: stopped at once %d times, %d changes of %d users accepted, %d answered 503 with Retry-After,"
                                + " %d answered otherwise; accepts again after %s s, drained after %.1f s; %s",
                        OUTAGES,
                        pusher.acknowledged.get(),
                        pusher.accepted.size(),
                        pusher.unavailable.get(),
                        pusher.surprises.size(),
                        String.join(", ", back),
                        drained.toMillis() / 1000.0,
                        findings);
                assertThat(pusher.surprises).allMatch(text -> text.startsWith("POST 409") || text.contains("404"));
                assertThat(pusher.unavailable.get()).isPositive();
                findings.areNone();
                assertThat(rollcall.log()).doesNotContain("@corp.example");
            }
        }
    }

    private static Duration acceptsAgain(Pusher pusher) throws InterruptedException {
        long began = System.nanoTime();
        int before = pusher.acknowledged.get();
        while (pusher.acknowledged.get() == before) {
            assertThat(System.nanoTime() - began).as("accepts again").isLessThan(TimeUnit.SECONDS.toNanos(60));
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
