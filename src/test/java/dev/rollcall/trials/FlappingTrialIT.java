package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines break before and after the asset system did what it was asked for: nobody is there twice, and nobody is missing. */
@Tag("trial")
class FlappingTrialIT {
    private static final int OPERATIONS = Trial.FULL ? 10_000 : 200;
    private static final int CLIENTS = 4;
    private static final String PUSHED = "m";

    /** Without back-offs a day's attempts are used up in a minute; what rests after them is for a person, and not lost. */
    private static final Map<String, Object> PATIENT =
            Map.of("delivery", Map.of("route", "direct:deliver-ledger", "inline-wait", "1s", "max-attempts", 500));

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void brokenLinesMakeNoTwinsAndLoseNothing(@TempDir Path folder) throws Exception {
        long seed = Trial.seed("flapping trial");
        Random random = new Random(seed);
        AtomicInteger resets = new AtomicInteger();
        AtomicInteger lostAnswers = new AtomicInteger();
        AtomicInteger garbage = new AtomicInteger();
        try (LedgerTarget ledger = new LedgerTarget();
                RunningRollcall rollcall = LedgerRoute.start(folder, ledger, "ledger", PATIENT)) {
            ledger.fault = (exchange, key, commit) -> {
                int dice;
                synchronized (random) {
                    dice = random.nextInt(100);
                }
                if (dice < 30) {
                    resets.incrementAndGet();
                    return 0;
                }
                if (dice < 40) {
                    commit.now();
                    lostAnswers.incrementAndGet();
                    return 0;
                }
                if (dice < 45) {
                    commit.now();
                    garbage.incrementAndGet();
                    return LedgerTarget.answer(exchange, 200, "<html>Bad gateway</html>");
                }
                return -1;
            };
            Pusher pusher = new Pusher(rollcall);
            // Rests of a change and of the breaker, which is open most of the time, would only make the trial longer:
            // each is
            // ended within a second.
            ScheduledExecutorService shortClock = Executors.newSingleThreadScheduledExecutor();
            try {
                shortClock.scheduleWithFixedDelay(() -> endRests(rollcall), 1, 1, TimeUnit.SECONDS);
                pusher.push(CLIENTS, PUSHED, seed, 0, () -> pusher.acknowledged.get() >= OPERATIONS);
                Duration drained = Checker.drained(rollcall, Duration.ofMinutes(Trial.FULL ? 20 : 1));
                Checker.Findings findings = Checker.check(pusher.accepted, ledger, Checker.keys(rollcall));
                List<LedgerTarget.Call> calls = ledger.ledger();
                Trial.say(
                        "flapping trial: %d operations on %d users, %d calls: %d reset, %d answers lost after the commit, %d garbage;"
                                + " drained %.1f s after the last push; %s",
                        pusher.acknowledged.get(),
                        pusher.accepted.size(),
                        calls.size(),
                        resets.get(),
                        lostAnswers.get(),
                        garbage.get(),
                        drained.toMillis() / 1000.0,
                        findings);
                findings.areNone();
                assertThat(pusher.surprises).isEmpty();
                assertThat(lostAnswers.get()).isPositive();
            } finally {
                shortClock.shutdownNow();
            }
        }
    }

    private static void endRests(RunningRollcall rollcall) {
        rollcall.database()
                .update(
                        "UPDATE delivery SET next_attempt_at = CURRENT_TIMESTAMP WHERE state = 'waiting' AND lease_owner IS NULL AND next_attempt_at > CURRENT_TIMESTAMP");
        rollcall.database()
                .update(
                        "UPDATE delivery_target SET open_until = CURRENT_TIMESTAMP WHERE open_until > CURRENT_TIMESTAMP");
    }
}
