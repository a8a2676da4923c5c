package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rollcall.settings.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** Two schedules of a source whose times meet, or nearly so. */
class MissedSchedulesStoriesTest {
    private static final String ONCE_A_YEAR = "0 0 2 1 1 ?";

    @OnBoth
    void aFullRunThatARunOfChangesKeptFromStartingIsMadeUpFor(PullFixture bench) throws Exception {
        Runs runs = bench.rollcall.camel().getRegistry().findSingleByType(Runs.class);
        Directory directory = bench.source(
                "missed", Map.of("schedule", ONCE_A_YEAR, "guard", Map.of("change", Map.of("percent", 100))));
        directory.people(0, 120, "missed.example");
        bench.full("missed");
        List<Instant> nights = CronSchedule.next(ONCE_A_YEAR, Instant.now(), 2);
        Instant night = nights.get(0);
        for (int i = 0; i < 120; i++) {
            directory.put("k" + i, "job_title", "Porter");
        }
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String changes = started(runs.startScheduled("missed", Mode.INCREMENTAL, night));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> bench.count("SELECT COUNT(*) FROM run_change WHERE source_id = 'missed'") == 100);

        assertThat(runs.startScheduled("missed", Mode.FULL, night)).isEmpty();
        directory.gate = null;
        gate.countDown();
        assertThat(PullFixture.counts(bench.done(bench.ended(changes)))).containsEntry("updated", 120);
        directory.remove("k7");

        Run next = runs.startScheduled("missed", Mode.INCREMENTAL, night.plusSeconds(300))
                .orElseThrow();
        assertThat(next.mode()).isEqualTo(Mode.FULL);
        assertThat(PullFixture.counts(bench.done(bench.ended(next.id().toString()))))
                .containsOnly(entry("read", 119), entry("unchanged", 119), entry("deactivated", 1));
        Run after = runs.startScheduled("missed", Mode.INCREMENTAL, night.plusSeconds(600))
                .orElseThrow();
        assertThat(after.mode()).isEqualTo(Mode.INCREMENTAL);
        bench.done(bench.ended(after.id().toString()));

        Run both =
                runs.startScheduled("missed", Mode.INCREMENTAL, nights.get(1)).orElseThrow();
        assertThat(both.mode()).isEqualTo(Mode.FULL);
        assertThat(runs.startScheduled("missed", Mode.FULL, nights.get(1))).isEmpty();
        bench.done(bench.ended(both.id().toString()));
    }

    /** Else one that takes longer than the time between two of them would be followed by the next without a rest. */
    @OnBoth
    void aFullRunThatAFullRunKeptFromStartingIsNotMadeUpFor(PullFixture bench) throws Exception {
        Runs runs = bench.rollcall.camel().getRegistry().findSingleByType(Runs.class);
        Directory directory = bench.source("long", Map.of("schedule", ONCE_A_YEAR));
        directory.people(0, 120, "long.example");
        bench.full("long");
        List<Instant> nights = CronSchedule.next(ONCE_A_YEAR, Instant.now(), 2);
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String full = started(runs.startScheduled("long", Mode.FULL, nights.get(0)));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> directory.reads.get() == 2);

        assertThat(runs.startScheduled("long", Mode.FULL, nights.get(1))).isEmpty();
        directory.gate = null;
        gate.countDown();
        bench.done(bench.ended(full));

        Run next = runs.startScheduled("long", Mode.INCREMENTAL, nights.get(1).plusSeconds(300))
                .orElseThrow();
        assertThat(next.mode()).isEqualTo(Mode.INCREMENTAL);
        bench.done(bench.ended(next.id().toString()));
    }

    /** Else none would start any more until that time has come. */
    @OnBoth
    void aClockThatWasYearsAheadOnceHoldsNoScheduleUp(PullFixture bench) throws Exception {
        Runs runs = bench.rollcall.camel().getRegistry().findSingleByType(Runs.class);
        bench.source("ahead", Map.of("schedule", ONCE_A_YEAR)).people(0, 3, "ahead.example");
        List<Instant> nights = CronSchedule.next(ONCE_A_YEAR, Instant.now(), 5);
        for (Mode mode : List.of(Mode.FULL, Mode.INCREMENTAL)) {
            Instant wrong = nights.get(4).plusSeconds(mode == Mode.FULL ? 0 : 300);
            bench.done(bench.ended(started(runs.startScheduled("ahead", mode, wrong))));
        }

        for (Mode mode : List.of(Mode.FULL, Mode.INCREMENTAL)) {
            Instant right = nights.get(0).plusSeconds(mode == Mode.FULL ? 0 : 300);
            bench.done(bench.ended(started(runs.startScheduled("ahead", mode, right))));
            assertThat(runs.startScheduled("ahead", mode, right))
                    .as("another replica")
                    .isEmpty();
        }
    }

    private static String started(Optional<Run> run) {
        return run.orElseThrow().id().toString();
    }
}
