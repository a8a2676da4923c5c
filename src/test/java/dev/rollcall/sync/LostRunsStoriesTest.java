package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** A process that slept for longer than its lease wakes up in the midst of a run that is another one's now. */
class LostRunsStoriesTest {
    /** Its connection to the directory has died meanwhile, too, so that it begins to read again. */
    @OnBoth
    void whoLostARunLeavesThePlanOfTheNewHolderAlone(PullFixture bench) {
        Directory directory = bench.source("slept", Map.of());
        directory.people(0, 250, "slept.example");
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        directory.restartAfter = 1;
        String id = bench.started("slept", "full", false);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> bench.count("SELECT COUNT(*) FROM run_change WHERE source_id = 'slept'") == 100);

        UUID run = UUID.fromString(id);
        bench.database.update(
                "UPDATE sync_run SET fence = fence + 1, lease_owner = 'another', lease_until = CURRENT_TIMESTAMP + INTERVAL '1' HOUR WHERE id = ?",
                run);
        bench.database.update("UPDATE run_change SET user_name = 'planned by another' WHERE run_id = ?", run);
        gate.countDown();
        Runner runner = bench.rollcall.camel().getRegistry().findSingleByType(Runner.class);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isAway(runner, run));

        assertThat(bench.database.queryForList(
                        "SELECT DISTINCT user_name FROM run_change WHERE run_id = ?", String.class, run))
                .isEqualTo(List.of("planned by another"));
        bench.database.update("UPDATE sync_run SET lease_until = CURRENT_TIMESTAMP WHERE id = ?", run);
        bench.done(bench.ended(id));
        bench.settled("slept", 250);
    }

    private static boolean isAway(Runner runner, UUID run) {
        for (Run here : runner.here()) {
            if (here.id().equals(run)) {
                return false;
            }
        }
        return true;
    }
}
