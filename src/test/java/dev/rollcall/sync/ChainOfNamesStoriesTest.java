package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;

/** People who take each other's names: what a plan foresees of it, and what is put into order as it is carried out. */
class ChainOfNamesStoriesTest {
    /** Each waits for the address of the next one. */
    @OnBoth
    void aChainOfNamesIsForeseen(PullFixture bench) {
        Directory directory = bench.source("chain", Map.of());
        directory.people(0, 30, "chain.example");
        bench.full("chain");
        for (int i = 0; i < 30; i++) {
            named(directory, i, "u" + (i + 1) + "@chain.example").put("k" + i, "active", "false");
        }

        JsonNode dry = bench.run("chain", "full", true);
        assertThat(PullFixture.counts(dry)).containsOnly(entry("read", 30), entry("deactivated", 30));
        assertThat(bench.changes(dry.path("id").asText()))
                .hasSize(30)
                .allMatch(change -> change.path("operation").asText().equals("deactivate"))
                .allMatch(change -> change.path("differences").size() == 3);
        JsonNode stopped = bench.run("chain", "full", false);

        assertThat(stopped.path("state").asText()).as("%s", stopped).isEqualTo("stopped");
        assertThat(stopped.path("sentence").asText()).contains("would deactivate 30 of 30 active members", "allows 3");
        assertThat(bench.inUse("chain.example")).isEqualTo(30);
        assertThat(PullFixture.counts(bench.approved(stopped)))
                .containsOnly(entry("read", 30), entry("deactivated", 30));
        bench.settled("chain", 30);
    }

    @OnBoth
    void whoGetsAFreedNameIsForeseen(PullFixture bench) {
        Directory directory = bench.source("freed", Map.of());
        directory.people(0, 20, "freed.example");
        bench.full("freed");
        named(directory, 7, "married@freed.example");
        directory.person("k20", "u7", "freed.example").person("k21", "u7", "freed.example");

        Map<String, Integer> dry = PullFixture.counts(bench.done(bench.run("freed", "full", true)));

        assertThat(dry)
                .containsOnly(
                        entry("read", 22),
                        entry("created", 1),
                        entry("updated", 1),
                        entry("unchanged", 19),
                        entry("rejected", 1));
        assertThat(bench.full("freed")).isEqualTo(dry);
        directory.remove("k21");
        bench.full("freed");
        bench.settled("freed", 21);
    }

    /** To and fro through the directory, so that no plan follows it to its end. */
    @OnBoth
    void aChainOfNamesIsFollowedAsFarAsTheGuardAllows(PullFixture bench) {
        Directory directory = chain(bench, "winding", 60);

        JsonNode stopped = bench.run("winding", "full", false);

        assertThat(stopped.path("state").asText()).as("%s", stopped).isEqualTo("stopped");
        assertThat(stopped.path("sentence").asText())
                .contains("would change", "where 80 are active", "allows 48", "What was done until then stays.");
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE job_title = 'Winder of winding'"))
                .isEqualTo(stopped.at("/counts/updated").asInt())
                .isBetween(1, 48);

        assertThat(PullFixture.counts(bench.approved(stopped))).containsOnly(entry("read", 80), entry("updated", 80));
        bench.settled("winding", directory.size());
    }

    /** Whoever leaves waits for nobody's name. */
    @OnBoth
    void whoIsDisabledAtTheEndOfAChainOfNamesIsForeseen(PullFixture bench) {
        Directory directory = chain(bench, "leaving", 100);
        for (int i = 60; i < 80; i++) {
            directory.put("k" + place(i), "active", "false");
        }

        JsonNode stopped = bench.run("leaving", "full", false);

        assertThat(stopped.path("sentence").asText())
                .contains("would deactivate 20 of 80 active members", "allows 8")
                .doesNotContain("What was done");
        assertThat(bench.inUse("leaving.example")).isEqualTo(80);

        assertThat(PullFixture.counts(bench.approved(stopped)))
                .containsOnly(entry("read", 80), entry("updated", 60), entry("deactivated", 20));
        assertThat(bench.inUse("leaving.example")).isEqualTo(60);
        bench.settled("leaving", directory.size());
    }

    /** Both ways, in which a feed can slip; longer than a batch. */
    @OnBoth
    void aLongChainOfNamesIsPutIntoOrder(PullFixture bench) {
        Directory directory = bench.source("slipped", Map.of("guard", Map.of("change", Map.of("percent", 100))));
        directory.people(0, 200, "slipped.example");
        bench.full("slipped");
        for (int step : new int[] {1, 0}) {
            for (int i = 0; i < 200; i++) {
                named(directory, i, "u" + (i + step) + "@slipped.example");
            }
            assertThat(bench.full("slipped")).containsOnly(entry("read", 200), entry("updated", 200));
        }
        bench.settled("slipped", 200);
    }

    /** As a run leaves them that met in its midst what nobody foresaw. */
    @OnBoth
    void whoWaitsForAnothersNameIsShownWithDifferencesWhenTheRunStops(PullFixture bench) {
        Directory directory = bench.source("later", Map.of());
        directory.people(0, 20, "later.example");
        bench.full("later");
        for (int i = 0; i < 10; i++) {
            directory.put("k" + i, "job_title", "Porter");
        }
        JsonNode stopped = bench.run("later", "full", false);
        String id = stopped.path("id").asText();
        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        bench.database.update("UPDATE run_change SET state = 'again', operation = 'later', before = NULL, after = NULL"
                + " WHERE user_name LIKE 'u3@later%' OR user_name LIKE 'u4@later%'");

        Planning planning = bench.rollcall.camel().getRegistry().findSingleByType(Planning.class);
        RunTable runs = bench.rollcall.camel().getRegistry().findSingleByType(RunTable.class);
        UUID run = UUID.fromString(id);
        bench.database.update(
                "UPDATE sync_run SET state = 'running', lease_until = CURRENT_TIMESTAMP + INTERVAL '1' HOUR WHERE id = ?",
                run);
        planning.showRest(runs.find(run).orElseThrow());
        bench.database.update("UPDATE sync_run SET state = 'stopped' WHERE id = ?", run);

        JsonNode changes = bench.rollcall
                .api("GET", "/sync-runs/" + id + "/changes", null)
                .json()
                .path("changes");
        assertThat(changes.findValuesAsText("operation")).hasSize(10).containsOnly("update");
        assertThat(changes.valueStream()
                        .map(one -> one.at("/differences/0/after").asText()))
                .containsOnly("Porter");
        assertThat(PullFixture.counts(bench.approved(stopped))).containsEntry("updated", 10);
        bench.settled("later", 20);
    }

    /** A source of 80 people, each of whom takes the names of the one before. */
    private static Directory chain(PullFixture bench, String source, int percentOfChanges) {
        Map<String, Object> guard =
                Map.of("deactivate", Map.of("percent", 10), "change", Map.of("percent", percentOfChanges));
        Directory directory = bench.source(source, Map.of("guard", guard));
        String domain = "@" + source + ".example";
        directory.people(0, 80, source + ".example");
        bench.full(source);
        for (int i = 0; i < 80; i++) {
            named(directory, place(i), (i == 0 ? "new" : "u" + place(i - 1)) + domain);
            directory.put("k" + place(i), "job_title", "Winder of " + source);
        }
        return directory;
    }

    /** From the middle out: 40, 39, 41, 38 and so on. */
    private static int place(int i) {
        return i % 2 == 0 ? 40 + i / 2 : 39 - i / 2;
    }

    private static Directory named(Directory directory, int number, String address) {
        return directory.put("k" + number, "email", address, "user_name", address);
    }
}
