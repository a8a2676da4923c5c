package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.Wire;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** What a plan does not foresee, and what happens between a plan and its approval. */
class UnforeseenStoriesTest {
    private static int inUse(PullFixture bench, String domain) {
        return bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE ? AND status = 'active'", "%@" + domain);
    }

    private static JsonNode approved(PullFixture bench, JsonNode stopped) {
        String id = stopped.path("id").asText();
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs/" + id + "/approve", null)
                        .status())
                .isEqualTo(202);
        return bench.done(bench.ended(id));
    }

    private static List<String> openRejections(PullFixture bench, String source) {
        return bench.database.queryForList(
                "SELECT user_name FROM rejection WHERE source_id = ? AND state = 'open' ORDER BY user_name",
                String.class,
                source);
    }

    @OnBoth
    void membersThatAreAdoptedCountForTheGuard(PullFixture bench) {
        bench.source("old", Map.of()).people(0, 30, "adopted.example");
        bench.full("old");
        assertThat(bench.rollcall.api("POST", "/sources/old/release", null).status())
                .isEqualTo(200);
        Directory directory = bench.source("new", Map.of("adopt", "email"));
        for (int i = 0; i < 30; i++) {
            directory.person("n" + i, "u" + i, "adopted.example").put("n" + i, "active", "false");
        }

        JsonNode stopped = bench.run("new", "full", false);

        assertThat(stopped.path("state").asText()).as("%s", stopped).isEqualTo("stopped");
        assertThat(stopped.path("sentence").asText())
                .isEqualTo(
                        bench.run("new", "full", true).path("sentence").asText().replaceFirst(".*unchanged\\. ", ""))
                .contains("would deactivate 30");
        assertThat(inUse(bench, "adopted.example")).isEqualTo(30);
        assertThat(PullFixture.counts(approved(bench, stopped)))
                .containsOnly(entry("read", 30), entry("deactivated", 30));
        bench.settled("new", 30);
    }

    @OnBoth
    void aProtectedMemberWhoVanishedIsOnTheListOfRejections(PullFixture bench) {
        Directory directory = bench.source("guarded", Map.of());
        directory.people(0, 20, "guarded.example").put("k7", "role", "Administrator");
        bench.full("guarded");
        directory.remove("k7");

        assertThat(bench.full("guarded")).containsOnly(entry("read", 19), entry("unchanged", 19), entry("rejected", 1));
        assertThat(openRejections(bench, "guarded")).containsExactly("u7@guarded.example");
        bench.done(bench.run("guarded", "remap", false));
        bench.settled("guarded", 19);
        assertThat(openRejections(bench, "guarded")).containsExactly("u7@guarded.example");
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
        assertThat(openRejections(bench, "guarded")).isEmpty();
        bench.settled("guarded", 20);
    }

    @OnBoth
    void whoWaitedComesInAsANewMemberOrIsForgottenWithTheUser(PullFixture bench) {
        Directory directory = bench.source("waits", Map.of("unknown-role", Map.of("policy", "hold")));
        directory.people(0, 20, "waits.example").put("k7", "role", "Wizard").put("k8", "role", "Wizard");
        assertThat(bench.full("waits")).containsOnly(entry("read", 20), entry("created", 18), entry("held", 2));
        directory.remove("k7").put("k8", "role", "Technician");

        assertThat(bench.full("waits"))
                .containsOnly(entry("read", 19), entry("created", 1), entry("updated", 1), entry("unchanged", 18));
        assertThat(bench.asset("u8@waits.example")).containsEntry("role", "Technician");
        assertThat(bench.count("SELECT COUNT(*) FROM rejection WHERE source_id = 'waits' AND state <> 'resolved'"))
                .isZero();
        bench.settled("waits", 19);
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
        assertThat(PullFixture.counts(approved(bench, stopped))).containsEntry("updated", 10);
        bench.settled("later", 20);
    }

    /** Nobody is an administrator who only waited to be one. */
    @OnBoth
    void aDryRunKnowsTheDaysLimitOfAdministratorsAndWhoWaitsGetsTheRoleOfNow(PullFixture bench) {
        Directory directory = bench.source("wizards", Map.of("unknown-role", Map.of("policy", "administrator")));
        directory.people(0, 20, "wizards.example");
        for (int i = 0; i < 20; i++) {
            directory.put("k" + i, "role", "Wizard");
        }
        Map<String, Integer> dry = PullFixture.counts(bench.done(bench.run("wizards", "full", true)));
        assertThat(bench.full("wizards")).isEqualTo(dry).containsKey("held");
        int held = dry.getOrDefault("held", 0);
        assertThat(PullFixture.counts(bench.done(bench.run("wizards", "remap", false))))
                .containsOnly(entry("read", 20), entry("unchanged", 20));

        bench.change(Map.of("sources", Map.of("wizards", Map.of("unknown-role", Map.of("policy", "staff-user")))));
        directory.remove("k0");
        bench.full("wizards");
        bench.done(bench.run("wizards", "remap", false));

        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@wizards.example' AND role = 'Administrator'"))
                .isEqualTo(20 - held);
        assertThat(bench.count("SELECT COUNT(*) FROM member WHERE source_id = 'wizards' AND status = 'held'"))
                .isZero();
    }

    @OnBoth
    void aDryRunOfMoreThanOneBatchCountsTheDaysLimitOnce(PullFixture bench) {
        Directory directory = bench.source("sorcerers", Map.of("unknown-role", Map.of("policy", "administrator")));
        directory.people(0, 1_050, "sorcerers.example");
        for (int i = 0; i < 1_050; i++) {
            directory.put("k" + i, "role", "Sorcerer");
        }
        bench.change(Map.of("roles", Map.of("administrators-by-fallback-per-day", 1_020)));
        Map<String, Integer> dry = PullFixture.counts(bench.done(bench.run("sorcerers", "full", true)));

        assertThat(dry.get("created")).isBetween(1_000, 1_020);
        assertThat(bench.full("sorcerers")).isEqualTo(dry);
        bench.database.update("DELETE FROM administrator_fallback");
        bench.change(Map.of("roles", Map.of("administrators-by-fallback-per-day", 5)));
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
    void aSourceThatWasTakenOutOfTheSettingsCanLetItsMembersGo(PullFixture bench) {
        bench.source("takenout", Map.of()).people(0, 5, "takenout.example");
        bench.full("takenout");
        bench.change(Map.of("sources", Collections.singletonMap("takenout", null)));

        Wire.Answer released = bench.rollcall.api("POST", "/sources/takenout/release", null);

        assertThat(released.status()).as("%s", released).isEqualTo(200);
        assertThat(released.json().path("members").asInt()).isEqualTo(5);
        for (String nobody : List.of("takenout", "never", "~")) {
            assertThat(bench.rollcall
                            .api("POST", "/sources/" + nobody + "/release", null)
                            .status())
                    .isEqualTo(404);
        }
    }

    @OnBoth
    void aSourceThatIsTakenOutOfTheSettingsEndsItsRun(PullFixture bench) {
        Directory directory = bench.source("midst", Map.of());
        directory.people(0, 2 * Directory.PAGE, "midst.example");
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String run = bench.started("midst", "full", false);
        Awaitility.await().until(() -> directory.reads.get() > 0);
        bench.change(Map.of("sources", Collections.singletonMap("midst", null)));
        gate.countDown();

        JsonNode ended = bench.ended(run);

        assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.path("sentence").asText())
                .contains("The settings were changed while the run was under way", "sources.midst: there is no such");
    }

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
        assertThat(inUse(bench, "chain.example")).isEqualTo(30);
        assertThat(PullFixture.counts(approved(bench, stopped)))
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

        assertThat(PullFixture.counts(approved(bench, stopped))).containsOnly(entry("read", 80), entry("updated", 80));
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
        assertThat(inUse(bench, "leaving.example")).isEqualTo(80);

        assertThat(PullFixture.counts(approved(bench, stopped)))
                .containsOnly(entry("read", 80), entry("updated", 60), entry("deactivated", 20));
        assertThat(inUse(bench, "leaving.example")).isEqualTo(60);
        bench.settled("leaving", directory.size());
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

        assertThat(PullFixture.counts(approved(bench, stopped)))
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
        java.util.Map<String, Object> none = new java.util.HashMap<>();
        none.put("removed", null);
        bench.change(Map.of("sources", none));

        approved(bench, stopped);

        assertThat(inUse(bench, "removed.example")).isEqualTo(20);
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
        assertThat(openRejections(bench, "ghosts"))
                .containsExactly("newcomer@ghosts.example", "u1@ghosts.example", "u2@ghosts.example");

        directory.put("k1", "email", "u1@ghosts.example").put("k2", "email", "u2@ghosts.example");
        assertThat(bench.full("ghosts")).containsEntry("rejected", 1);
        assertThat(openRejections(bench, "ghosts")).containsExactly("newcomer@ghosts.example");
        directory.remove("k20");
        bench.full("ghosts");
        assertThat(openRejections(bench, "ghosts")).isEmpty();
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
        assertThat(openRejections(bench, "mistaken")).hasSize(5);

        bench.change(Map.of("sources", Map.of("mistaken", Map.of("attributes", Map.of("custom.Team", "team")))));
        bench.full("mistaken");
        assertThat(openRejections(bench, "mistaken")).hasSize(5);
        bench.done(bench.run("mistaken", "remap", false));
        assertThat(openRejections(bench, "mistaken")).isEmpty();
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
        assertThat(inUse(bench, "back.example")).isEqualTo(30);

        directory.silent = false;
        assertThat(PullFixture.counts(approved(bench, stopped)))
                .containsOnly(entry("read", 19), entry("deactivated", 2), entry("unchanged", 28));
        assertThat(inUse(bench, "back.example")).isEqualTo(28);
        bench.settled("back", 28);
    }
}
