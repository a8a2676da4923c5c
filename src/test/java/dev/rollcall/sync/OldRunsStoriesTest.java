package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What runs found is kept for a while, and not for ever. */
class OldRunsStoriesTest {
    @OnBoth
    void runsOfAllSourcesForgetWhatTheyFoundAsThoseOfOneDo(PullFixture bench) {
        bench.source("old-runs", Map.of()).people(0, 3, "old-runs.example");
        bench.full("old-runs");
        bench.change(Map.of("sources", Map.of("old-runs", Map.of("attributes", Map.of("department", "job_title")))));
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(UUID.fromString(
                    bench.done(bench.run(null, "remap", true)).path("id").asText()));
        }

        assertThat(found(bench, runs.get(0))).isZero();
        assertThat(found(bench, runs.get(1))).isZero();
        assertThat(runs.subList(2, 12)).allMatch(run -> found(bench, run) >= 3);
    }

    private static int found(PullFixture bench, UUID run) {
        return bench.count("SELECT COUNT(*) FROM run_change WHERE run_id = ?", run);
    }
}
