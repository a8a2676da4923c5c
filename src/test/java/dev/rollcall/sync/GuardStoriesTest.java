package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Whom runs leave alone: too many at once, those of a read that is not complete, and accounts that nobody may touch. */
class GuardStoriesTest {
    @OnBoth
    void theGuardStopsARunUntilAPersonApprovesIt(PullFixture bench) {
        Directory directory = bench.source("guarded", Map.of());
        directory.people(0, 100, "guarded.example");
        bench.full("guarded");
        for (int i = 0; i < 11; i++) {
            directory.remove("k" + i);
        }
        directory.person("late", "late", "guarded.example");

        JsonNode stopped = bench.run("guarded", "full", false);
        assertThat(stopped.path("state").asText()).as("%s", stopped).isEqualTo("stopped");
        assertThat(stopped.path("sentence").asText())
                .contains("deactivate 11 of 100")
                .contains("allows 10");
        assertThat(PullFixture.counts(stopped)).containsEntry("deactivated", 11).containsEntry("created", 1);
        assertThat(bench.changes(stopped.path("id").asText())).hasSize(12);
        assertThat(bench.inUse("guarded.example")).isEqualTo(100);

        String id = stopped.path("id").asText();
        JsonNode done = bench.approved(stopped);
        assertThat(PullFixture.counts(done))
                .containsOnly(entry("read", 90), entry("created", 1), entry("deactivated", 11), entry("unchanged", 89));
        assertThat(done.path("approved").asBoolean()).isTrue();
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs/" + id + "/approve", null)
                        .status())
                .isEqualTo(409);
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs/" + id + "/cancel", null)
                        .status())
                .isEqualTo(409);
        bench.settled("guarded", 90);
    }

    @OnBoth
    void aStoppedRunCanBeCancelledAndANewerOneTakesItsPlace(PullFixture bench) {
        Directory directory = bench.source("cancelled", Map.of());
        directory.people(0, 50, "cancelled.example");
        bench.full("cancelled");
        for (int i = 0; i < 20; i++) {
            directory.remove("k" + i);
        }
        String first = bench.run("cancelled", "full", false).path("id").asText();
        String second = bench.run("cancelled", "full", false).path("id").asText();
        assertThat(bench.show(first).path("state").asText()).isEqualTo("cancelled");
        assertThat(bench.show(second).path("state").asText()).isEqualTo("stopped");
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs/" + second + "/cancel", null)
                        .status())
                .isEqualTo(202);
        assertThat(bench.show(second).path("state").asText()).isEqualTo("cancelled");

        for (int i = 0; i < 50; i++) {
            directory.put("k" + i, "job_title", "All of them");
        }
        directory.people(0, 20, "cancelled.example");
        JsonNode changed = bench.run("cancelled", "full", false);
        assertThat(changed.path("state").asText()).isEqualTo("stopped");
        assertThat(changed.path("sentence").asText()).contains("would change 30 members");
    }

    @OnBoth
    void whatIsNoCompleteReadDeactivatesNobody(PullFixture bench) {
        Directory directory =
                bench.source("cut", Map.of("guard", Map.of("deactivate", Map.of("percent", 100, "count", 1000))));
        directory.people(0, 350, "cut.example");
        bench.full("cut");
        List<Map<String, Object>> before = bench.everything();

        directory.cutAfter = 2;
        JsonNode cut = bench.run("cut", "full", false);
        assertThat(cut.path("state").asText()).isEqualTo("failed");
        assertThat(cut.path("sentence").asText()).contains("the connection to ldap.example was lost");
        directory.cutAfter = -1;
        directory.silent = true;
        assertThat(bench.run("cut", "full", false).path("state").asText()).isEqualTo("failed");
        directory.silent = false;
        Directory whole = new Directory().people(0, 350, "cut.example");
        directory.clear();
        JsonNode empty = bench.run("cut", "full", false);
        assertThat(empty.path("state").asText()).isEqualTo("failed");
        assertThat(empty.path("sentence").asText()).contains("no user at all");
        directory.people(0, 174, "cut.example");
        JsonNode fewer = bench.run("cut", "full", false);
        assertThat(fewer.path("state").asText()).isEqualTo("stopped");
        assertThat(fewer.path("sentence").asText()).contains("174 users where there were 350");
        assertThat(bench.everything()).isEqualTo(before);

        assertThat(whole.size()).isEqualTo(350);
        directory.people(174, 350, "cut.example");
        directory.restartAfter = 2;
        assertThat(bench.full("cut")).containsOnly(entry("read", 350), entry("unchanged", 350));
    }

    @OnBoth
    void accountsThatAreLeftAloneAreLeftAlone(PullFixture bench) {
        Directory directory =
                bench.source("spared", Map.of("never-touch", List.of("U1@spared.example", "svc@spared.example")));
        directory.people(0, 20, "spared.example").person("svc", "svc", "spared.example");
        directory.person("boss", "boss", "story.example").put("k5", "role", "Administrator");
        assertThat(bench.full("spared")).containsEntry("created", 20);
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email = 'svc@spared.example'"))
                .isZero();
        directory.put("k1", "job_title", "X").remove("boss", "k5", "k0");

        Map<String, Integer> counts = bench.full("spared");

        assertThat(counts).containsEntry("deactivated", 1).containsEntry("rejected", 2);
        assertThat(bench.asset("boss@story.example")).containsEntry("status", "active");
        assertThat(bench.asset("u5@spared.example"))
                .containsEntry("status", "active")
                .containsEntry("role", "Administrator");
        bench.settled("spared", 19);

        bench.change(Map.of("sources", Map.of("spared", Map.of("on-vanish", "keep"))));
        directory.remove("k2", "k3");
        assertThat(bench.full("spared")).doesNotContainKey("deactivated");
        assertThat(bench.asset("u2@spared.example")).containsEntry("status", "active");
    }
}
