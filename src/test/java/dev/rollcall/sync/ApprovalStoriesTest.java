package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What happens between a plan that the guard stopped and its approval. */
class ApprovalStoriesTest {
    @OnBoth
    void aRunThatSeesLessLeavesAStoppedOneWaiting(PullFixture bench) {
        Directory directory = bench.source("waiting", Map.of());
        directory.people(0, 20, "waiting.example");
        bench.full("waiting");
        Directory before = new Directory().people(0, 20, "waiting.example");
        directory.remove("k1", "k2", "k3", "k4", "k5");
        JsonNode stopped = bench.run("waiting", "full", false);
        assertThat(stopped.path("state").asText()).isEqualTo("stopped");

        assertThat(before.size()).isEqualTo(20);
        directory.person("k4", "u4", "waiting.example").put("k4", "job_title", "Back again");
        assertThat(PullFixture.counts(bench.done(bench.run("waiting", "incremental", false))))
                .containsEntry("updated", 1);
        bench.change(Map.of("sources", Map.of("waiting", Map.of("never-touch", List.of("u5@waiting.example")))));
        assertThat(bench.show(stopped.path("id").asText()).path("state").asText())
                .isEqualTo("stopped");

        assertThat(PullFixture.counts(bench.approved(stopped)))
                .containsOnly(entry("read", 15), entry("deactivated", 3), entry("unchanged", 17));
        assertThat(bench.asset("u4@waiting.example"))
                .containsEntry("status", "active")
                .containsEntry("job_title", "Back again");
        assertThat(bench.asset("u5@waiting.example")).containsEntry("status", "active");
        bench.settled("waiting", 16);
    }

    @OnBoth
    void aPlanOfASourceThatIsGoneDoesNothing(PullFixture bench) {
        Directory directory = bench.source("removed", Map.of());
        directory.people(0, 20, "removed.example");
        bench.full("removed");
        directory.remove("k1", "k2", "k3", "k4", "k5");
        JsonNode stopped = bench.run("removed", "full", false);
        bench.change(Map.of("sources", Collections.singletonMap("removed", null)));

        bench.approved(stopped);

        assertThat(bench.inUse("removed.example")).isEqualTo(20);
    }

    /** An incremental run that met them found nothing to change. */
    @OnBoth
    void whoIsBackWhenARunIsApprovedStaysInUse(PullFixture bench) {
        Directory directory = bench.source("back", Map.of());
        directory.people(0, 30, "back.example");
        bench.full("back");
        directory.filter = key -> !key.startsWith("k1");
        JsonNode stopped = bench.run("back", "full", false);
        assertThat(stopped.path("sentence").asText()).contains("would deactivate 11");
        directory.filter = key -> !key.startsWith("k10") && !key.equals("k1");
        bench.done(bench.run("back", "incremental", false));

        directory.silent = true;
        String id = stopped.path("id").asText();
        bench.rollcall.api("POST", "/sync-runs/" + id + "/approve", null);
        JsonNode waits = bench.ended(id);
        assertThat(waits.path("state").asText()).as("%s", waits).isEqualTo("stopped");
        assertThat(waits.path("sentence").asText())
                .startsWith("It cannot be told whether those who left are still away: The route direct:pull-back ended")
                .endsWith("Approve the run again then.");
        assertThat(bench.inUse("back.example")).isEqualTo(30);

        directory.silent = false;
        assertThat(PullFixture.counts(bench.approved(stopped)))
                .containsOnly(entry("read", 19), entry("deactivated", 2), entry("unchanged", 28));
        assertThat(bench.inUse("back.example")).isEqualTo(28);
        bench.settled("back", 28);
    }
}
