package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The asset system is gone while pushes go on: identity providers do not notice, and everything arrives afterwards. */
@Tag("trial")
class OutageTrialIT {
    private static final int OUTAGE_SECONDS = Integer.getInteger("trials.outage", Trial.FULL ? 600 : 4);
    private static final int CLIENTS = 4;
    private static final int PAUSE_MILLIS = 40;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void anOutageIsNotNoticedAndNothingIsLost(@TempDir Path folder) throws Exception {
        long seed = Trial.seed("outage trial");
        try (LedgerTarget ledger = new LedgerTarget();
                RunningRollcall rollcall = LedgerRoute.start(folder, ledger, "ledger", Map.of())) {
            Pusher pusher = new Pusher(rollcall);
            long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            pusher.push(CLIENTS, "before", seed, 5, () -> System.nanoTime() > warm);
            ledger.down();
            int calls = ledger.ledger().size();
            long open = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            pusher.push(CLIENTS, "breaking", seed, PAUSE_MILLIS, () -> System.nanoTime() > open);
            assertThat(rollcall.api("GET", "/deliveries/summary", null)
                            .json()
                            .at("/target")
                            .asText())
                    .isEqualTo("ledger");
            pusher.micros.clear();

            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS - 1);
            pusher.push(CLIENTS, "during", seed, PAUSE_MILLIS, () -> System.nanoTime() > end);
            List<Long> during = List.copyOf(pusher.micros);
            assertThat(ledger.ledger()).as("calls while it was down").hasSize(calls);
            JsonNode summary = rollcall.api("GET", "/deliveries/summary", null).json();
            assertThat(summary.at("/breaker/state").asText()).isEqualTo("open");
            assertThat(summary.at("/warnings/0").asText()).startsWith("It does not serve");
            long waiting = count(rollcall, "state = 'waiting'");
            long tried = count(rollcall, "attempts > 1");
            ledger.up();
            Duration drained = Checker.drained(rollcall, Duration.ofMinutes(2));

            Checker.Findings findings = Checker.check(pusher.accepted, ledger, Checker.keys(rollcall));
            double p99 = Trial.percentile(during, 99);
            Trial.say(
                    "outage trial: %d s down, %d changes of %d users accepted, %d pushes while the breaker was open (p50 %.1f ms, p99 %.1f ms),"
                            + " %d users waited, drained %.1f s after it was back; %s",
                    OUTAGE_SECONDS,
                    pusher.acknowledged.get(),
                    pusher.accepted.size(),
                    during.size(),
                    Trial.percentile(during, 50),
                    p99,
                    waiting,
                    drained.toMillis() / 1000.0,
                    findings);
            findings.areNone();
            assertThat(pusher.surprises).isEmpty();
            assertThat(waiting).isPositive();
            assertThat(tried).as("changes that used up attempts").isLessThan(10);
            // In its short form a young process on a busy machine; it shows that nobody waits for the target (1 s).
            assertThat(p99).as("p99 of pushes in ms").isLessThan(Trial.FULL ? 100 : 900);
            assertThat(rollcall.log()).doesNotContain("@corp.example");
        }
    }

    private static long count(RunningRollcall rollcall, String where) {
        Long count = rollcall.database().queryForObject("SELECT COUNT(*) FROM delivery WHERE " + where, Long.class);
        return count == null ? -1 : count;
    }
}
