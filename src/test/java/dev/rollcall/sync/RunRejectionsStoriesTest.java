package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Whom a run rejects and why, and when that ends. */
class RunRejectionsStoriesTest {
    @OnBoth
    void aProtectedMemberWhoVanishedIsOnTheListOfRejections(PullFixture bench) {
        Directory directory = bench.source("guarded", Map.of());
        directory.people(0, 20, "guarded.example").put("k7", "role", "Administrator");
        bench.full("guarded");
        directory.remove("k7");

        assertThat(bench.full("guarded")).containsOnly(entry("read", 19), entry("unchanged", 19), entry("rejected", 1));
        assertThat(bench.openRejections("guarded")).containsExactly("u7@guarded.example");
        bench.done(bench.run("guarded", "remap", false));
        bench.settled("guarded", 19);
        assertThat(bench.openRejections("guarded")).containsExactly("u7@guarded.example");
        String id = bench.database.queryForObject(
                "SELECT CAST(id AS VARCHAR(40)) FROM rejection WHERE source_id = 'guarded'", String.class);
        assertThat(bench.rollcall
                        .api("POST", "/rejections/" + id + "/replay", null)
                        .json()
                        .path("result")
                        .asText())
                .isEqualTo("rejected");
        assertThat(bench.asset("u7@guarded.example")).containsEntry("status", "active");

        directory.person("k7", "u7", "guarded.example").put("k7", "role", "Administrator");
        bench.full("guarded");
        assertThat(bench.openRejections("guarded")).isEmpty();
        bench.settled("guarded", 20);
    }

    @OnBoth
    void theUserNameOfAMemberThatNobodyOwnsIsNamedAsWhatItIs(PullFixture bench) {
        bench.source("letgo", Map.of()).people(0, 5, "letgo.example");
        bench.full("letgo");
        assertThat(bench.rollcall.api("POST", "/sources/letgo/release", null).status())
                .isEqualTo(200);
        Directory directory = bench.source("letin", Map.of("adopt", "email"));
        directory.person("n1", "u1", "letgo.example").put("n1", "email", "other@letgo.example");

        JsonNode run = bench.done(bench.run("letin", "full", false));

        assertThat(bench.changes(run.path("id").asText()).findValuesAsText("sentence"))
                .singleElement()
                .asString()
                .contains("user name 'u1@letgo.example' is that of a member which no source owns");
    }

    @OnBoth
    void rejectionsEndWithTheirCause(PullFixture bench) {
        Directory directory = bench.source("ghosts", Map.of());
        directory.people(0, 20, "ghosts.example");
        bench.full("ghosts");
        directory.put("k1", "email", "u2@ghosts.example").put("k2", "email", "u1@ghosts.example");
        directory.person("k20", "newcomer", "ghosts.example").put("k20", "email", "no address");
        assertThat(bench.full("ghosts")).containsEntry("rejected", 3);
        assertThat(bench.database.queryForList(
                        "SELECT problems FROM rejection WHERE source_id = 'ghosts' AND user_name LIKE 'u%'",
                        String.class))
                .hasSize(2)
                .allMatch(problems -> problems.contains("Give one of the two another in the directory"));
        assertThat(bench.openRejections("ghosts"))
                .containsExactly("newcomer@ghosts.example", "u1@ghosts.example", "u2@ghosts.example");

        directory.put("k1", "email", "u1@ghosts.example").put("k2", "email", "u2@ghosts.example");
        assertThat(bench.full("ghosts")).containsEntry("rejected", 1);
        assertThat(bench.openRejections("ghosts")).containsExactly("newcomer@ghosts.example");
        directory.remove("k20");
        bench.full("ghosts");
        assertThat(bench.openRejections("ghosts")).isEmpty();
        bench.settled("ghosts", 20);
    }

    /** A read does not meet users that have not changed, so it cannot tell whether the settings are right for them again. */
    @OnBoth
    void whatARemapRejectedARemapCloses(PullFixture bench) {
        Directory directory = bench.source("mistaken", Map.of());
        directory.people(0, 5, "mistaken.example");
        bench.full("mistaken");
        bench.change(Map.of("sources", Map.of("mistaken", Map.of("attributes", Map.of("custom.Team", "job_title")))));
        assertThat(PullFixture.counts(bench.done(bench.run("mistaken", "remap", false))))
                .containsEntry("rejected", 5);
        bench.full("mistaken");
        assertThat(bench.openRejections("mistaken")).hasSize(5);

        bench.change(Map.of("sources", Map.of("mistaken", Map.of("attributes", Map.of("custom.Team", "team")))));
        bench.full("mistaken");
        assertThat(bench.openRejections("mistaken")).hasSize(5);
        bench.done(bench.run("mistaken", "remap", false));
        assertThat(bench.openRejections("mistaken")).isEmpty();
    }
}
