package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.sync.PullBench.On;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs do to members, told on both databases; every story has a source of its own. */
class RunStoriesTest {
    private static final Map<On, PullBench> RUNNING = new EnumMap<>(On.class);

    /** Told on H2 and on PostgreSQL. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    @interface OnBoth {}

    private static PullBench bench(On on) {
        return RUNNING.computeIfAbsent(
                on,
                which -> PullBench.start(
                        which,
                        RunningRollcall.settings(Map.of(
                                "protected-members", List.of("boss@story.example"),
                                "roles",
                                        Map.of(
                                                "catalogue",
                                                List.of(
                                                        Map.of("name", "Administrator", "protected", true),
                                                        Map.of("name", "Staff User"),
                                                        Map.of("name", "Technician"))),
                                "custom-fields",
                                        List.of(Map.of(
                                                "name", "Team",
                                                "type", "dropdown",
                                                "options", List.of("Field", "Office")))))));
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(PullBench::close);
        RUNNING.clear();
    }

    /** The fixed point: a run after a run writes nothing. */
    private static void settled(PullBench bench, String source, int users) {
        Map<String, Integer> again = bench.full(source);
        assertThat(again).containsEntry("read", users).doesNotContainKeys("created", "updated", "deactivated");
        List<Map<String, Object>> before = bench.everything();
        assertThat(bench.full(source)).isEqualTo(again);
        assertThat(bench.everything()).isEqualTo(before);
    }

    @OnBoth
    void aDirectoryIsImportedAndFollowed(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("followed", Map.of());
        directory.people(0, 1234, "followed.example");

        assertThat(bench.full("followed")).containsOnly(entry("read", 1234), entry("created", 1234));
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@followed.example'"))
                .isEqualTo(1234);
        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM delivery d JOIN member m ON m.id = d.member_id WHERE m.source_id = 'followed' AND d.state <> 'delivered'"))
                .isZero();
        settled(bench, "followed", 1234);

        String id = bench.member("u7@followed.example").path("id").asText();
        directory.put("k7", "job_title", "Director", "role", "Technician");
        directory.put("k8", "email", "married@followed.example", "user_name", "married@followed.example");
        directory.put("k9", "active", "false");
        directory.remove("k10", "k11");
        directory.people(1234, 1240, "followed.example");
        assertThat(bench.full("followed"))
                .containsOnly(
                        entry("read", 1238),
                        entry("created", 6),
                        entry("updated", 2),
                        entry("deactivated", 3),
                        entry("unchanged", 1229));
        assertThat(bench.asset("u7@followed.example"))
                .containsEntry("id", id)
                .containsEntry("job_title", "Director")
                .containsEntry("role", "Technician");
        assertThat(bench.asset("married@followed.example")).containsEntry("last_name", "Of u8");
        assertThat(bench.asset("u9@followed.example")).containsEntry("status", "inactive");
        assertThat(bench.asset("u10@followed.example")).containsEntry("status", "inactive");
        settled(bench, "followed", 1238);

        directory.put("k9", "active", "true");
        directory
                .person("k10", "u10", "followed.example")
                .put("k10", "user_name", "renamed@followed.example", "email", "renamed@followed.example");
        directory.person("new-key-of-11", "u11", "followed.example");
        assertThat(bench.full("followed"))
                .containsOnly(entry("read", 1240), entry("reactivated", 3), entry("unchanged", 1237));
        assertThat(bench.asset("renamed@followed.example")).containsEntry("status", "active");
        assertThat(bench.asset("u11@followed.example")).containsEntry("status", "active");
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@followed.example'"))
                .isEqualTo(1240);
        settled(bench, "followed", 1240);
    }

    @OnBoth
    void aUserMadeAnewWithTheSameMailIsTheSameMemberWithoutABreak(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("anew", Map.of());
        directory.people(0, 30, "anew.example");
        bench.full("anew");
        String id = bench.member("u3@anew.example").path("id").asText();

        directory.remove("k3").person("other-key", "u3", "anew.example");

        assertThat(bench.full("anew")).containsOnly(entry("read", 30), entry("unchanged", 30));
        assertThat(bench.member("u3@anew.example").path("id").asText()).isEqualTo(id);
        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM member_history h JOIN member m ON m.id = h.member_id WHERE m.email = 'u3@anew.example'"))
                .isEqualTo(1);
        settled(bench, "anew", 30);
    }

    @OnBoth
    void theGuardStopsARunUntilAPersonApprovesIt(On on) {
        PullBench bench = bench(on);
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
        assertThat(PullBench.counts(stopped)).containsEntry("deactivated", 11).containsEntry("created", 1);
        assertThat(bench.changes(stopped.path("id").asText())).hasSize(12);
        assertThat(bench.count(
                        "SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@guarded.example' AND status = 'active'"))
                .isEqualTo(100);

        String id = stopped.path("id").asText();
        Wire.Answer approved = bench.rollcall.api("POST", "/sync-runs/" + id + "/approve", null);
        assertThat(approved.status()).as("%s", approved).isEqualTo(202);
        JsonNode done = bench.done(bench.ended(id));
        assertThat(PullBench.counts(done))
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
        settled(bench, "guarded", 90);
    }

    @OnBoth
    void aStoppedRunCanBeCancelledAndANewerOneTakesItsPlace(On on) {
        PullBench bench = bench(on);
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
    void whatIsNoCompleteReadDeactivatesNobody(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("cut", Map.of("guard", Map.of("deactivate", Map.of("percent", 100))));
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
    void aDryRunShowsEveryDifferenceAndWritesNothing(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("dry", Map.of());
        directory.people(0, 40, "dry.example");
        bench.full("dry");
        List<Map<String, Object>> before = bench.everything();
        directory.put("k1", "job_title", "Changed", "role", "Technician");
        directory.remove("k2");
        directory.person("k40", "u40", "dry.example");
        directory
                .person("k41", "u41", "dry.example")
                .put("k41", "team", "Nowhere")
                .put("k41", "email", "no address");

        JsonNode dry = bench.done(bench.run("dry", "full", true));

        assertThat(PullBench.counts(dry))
                .containsOnly(
                        entry("read", 41),
                        entry("created", 1),
                        entry("updated", 1),
                        entry("deactivated", 1),
                        entry("rejected", 1),
                        entry("unchanged", 38));
        assertThat(bench.everything()).isEqualTo(before);
        JsonNode changes = bench.changes(dry.path("id").asText());
        assertThat(changes.findValuesAsText("operation")).containsExactly("deactivate", "update", "create", "rejected");
        assertThat(changes.get(1).path("differences").toString())
                .isEqualTo("[{\"field\":\"job_title\",\"before\":\"Engineer\",\"after\":\"Changed\"},"
                        + "{\"field\":\"role\",\"before\":\"Staff User\",\"after\":\"Technician\"}]");
        assertThat(changes.get(3).path("problems").toString()).contains("RC-");

        JsonNode real = bench.done(bench.run("dry", "full", false));
        assertThat(PullBench.counts(real)).isEqualTo(PullBench.counts(dry));
        JsonNode acted = bench.changes(real.path("id").asText());
        assertThat(acted.findValuesAsText("operation"))
                .containsExactlyInAnyOrder("rejected", "deactivate", "update", "create");
        settled(bench, "dry", 41);
    }

    @OnBoth
    void changesAloneAreReadAndBecomeAFullReadWhereTheyMust(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("delta", Map.of("keys-every", 3));
        directory.people(0, 220, "delta.example");
        JsonNode first = bench.done(bench.run("delta", "incremental", false));
        assertThat(first.path("readMode").asText()).isEqualTo("full");
        assertThat(PullBench.counts(first)).containsEntry("created", 220);

        directory.put("k5", "job_title", "Delta").person("k220", "u220", "delta.example");
        directory.remove("k6");
        JsonNode second = bench.done(bench.run("delta", "incremental", false));
        assertThat(second.path("readMode").asText()).isEqualTo("incremental");
        assertThat(PullBench.counts(second)).containsOnly(entry("read", 2), entry("created", 1), entry("updated", 1));
        assertThat(PullBench.counts(bench.done(bench.run("delta", "incremental", false))))
                .isEmpty();
        assertThat(bench.asset("u6@delta.example")).containsEntry("status", "active");

        JsonNode withKeys = bench.done(bench.run("delta", "incremental", false));
        assertThat(PullBench.counts(withKeys)).containsOnly(entry("deactivated", 1));
        directory.forgetful = true;
        JsonNode full = bench.done(bench.run("delta", "incremental", false));
        assertThat(full.path("readMode").asText()).isEqualTo("full");
        assertThat(PullBench.counts(full)).containsOnly(entry("read", 220), entry("unchanged", 220));
    }

    @OnBoth
    void aChangedMappingReachesStoredUsersByARemap(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("remapped", Map.of());
        directory.people(0, 3, "remapped.example").put("k1", "job_title", "Boss");
        bench.full("remapped");
        assertThat(PullBench.counts(bench.done(bench.run("remapped", "remap", false))))
                .containsOnly(entry("read", 3), entry("unchanged", 3));

        bench.change(Map.of(
                "sources",
                Map.of(
                        "remapped",
                        Map.of(
                                "attributes",
                                Map.of("department", "job_title"),
                                "guard",
                                Map.of("change", Map.of("percent", 100))))));
        JsonNode dry = bench.done(bench.run("remapped", "remap", true));
        assertThat(PullBench.counts(dry)).containsOnly(entry("read", 3), entry("updated", 3));
        assertThat(bench.asset("u1@remapped.example").get("department")).isNull();
        assertThat(PullBench.counts(bench.done(bench.run("remapped", "remap", false))))
                .containsOnly(entry("read", 3), entry("updated", 3));
        assertThat(bench.asset("u1@remapped.example")).containsEntry("department", "Boss");
        assertThat(PullBench.counts(bench.done(bench.run("remapped", "remap", false))))
                .containsOnly(entry("read", 3), entry("unchanged", 3));
        assertThat(bench.run(null, null, true).path("state").asText()).isEqualTo("done");
        settled(bench, "remapped", 3);
    }

    @OnBoth
    void aUserOfTwoSourcesIsAConflictThatNamesBothAndNeverATwin(On on) {
        PullBench bench = bench(on);
        Wire.Answer pushed = bench.rollcall.scim(
                "POST",
                "/Users",
                Map.of(
                        "schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                        "userName", "both@twin.example",
                        "name", Map.of("familyName", "Pushed"),
                        "emails", List.of(Map.of("value", "both@twin.example", "primary", true))));
        assertThat(pushed.status()).as("%s", pushed).isEqualTo(201);
        Directory directory = bench.source("twin", Map.of());
        directory.person("k1", "both", "twin.example").person("k2", "single", "twin.example");

        assertThat(bench.full("twin")).containsOnly(entry("read", 2), entry("created", 1), entry("rejected", 1));

        assertThat(bench.member("both@twin.example").path("source").asText()).isEqualTo("bench");
        assertThat(bench.asset("both@twin.example")).containsEntry("last_name", "Pushed");
        JsonNode rejection = PullBench.json(bench.rollcall.api("GET", "/rejections?source=twin", null))
                .at("/rejections/0");
        assertThat(rejection.at("/problems/0/code").asText()).isEqualTo("RC-1302");
        assertThat(rejection.at("/problems/0/sentence").asText())
                .contains("'bench'")
                .contains("'twin'");
        settled(bench, "twin", 2);

        // Once the identity provider lets go, a replay makes the member the directory's, under the same key.
        String scimId = PullBench.json(pushed).path("id").asText();
        assertThat(bench.rollcall.scim("DELETE", "/Users/" + scimId, null).status())
                .isEqualTo(204);
        bench.change(Map.of("sources", Map.of("twin", Map.of("adopt", "email"))));
        assertThat(bench.full("twin")).containsOnly(entry("read", 2), entry("reactivated", 1), entry("unchanged", 1));
        assertThat(bench.member("both@twin.example").path("source").asText()).isEqualTo("twin");
        assertThat(bench.asset("both@twin.example"))
                .containsEntry("last_name", "Of both")
                .containsEntry("status", "active");
        settled(bench, "twin", 2);
    }

    @OnBoth
    void namesThatPassFromOneToAnotherFindTheirOrder(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("chain", Map.of("guard", Map.of("change", Map.of("percent", 100))));
        directory.people(0, 5, "chain.example");
        bench.full("chain");
        // u0 takes u1's name, u1 takes u2's, u2 a new one: only the last can begin.
        directory.put("k0", "email", "u1@chain.example", "user_name", "u1@chain.example");
        directory.put("k1", "email", "u2@chain.example", "user_name", "u2@chain.example");
        directory.put("k2", "email", "u9@chain.example", "user_name", "u9@chain.example");

        assertThat(bench.full("chain")).containsOnly(entry("read", 5), entry("updated", 3), entry("unchanged", 2));

        assertThat(bench.asset("u1@chain.example")).containsEntry("last_name", "Of u0");
        assertThat(bench.asset("u2@chain.example")).containsEntry("last_name", "Of u1");
        assertThat(bench.count("SELECT COUNT(*) FROM rejection WHERE source_id = 'chain'"))
                .isZero();
        settled(bench, "chain", 5);
    }

    @OnBoth
    void mailsThatMeetInTwoBatchesAtATimeMakeNoTwins(On on) {
        PullBench bench = bench(on);
        // The mapping takes the e-mail from elsewhere, so that no key of the records keeps the two apart.
        Directory directory = bench.source("meeting", Map.of("attributes", Map.of("email", "mail")));
        directory.people(0, 2200, "meeting.example");
        for (int i = 0; i < 2200; i++) {
            directory.put("k" + i, "mail", (i % 1000 == 500 ? "same" : "m" + i) + "@meeting.example");
        }

        assertThat(bench.full("meeting"))
                .containsOnly(entry("read", 2200), entry("created", 2199), entry("rejected", 1));

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                bench.count(
                                        "SELECT COUNT(*) FROM delivery d JOIN member m ON m.id = d.member_id WHERE m.source_id = 'meeting' AND d.state <> 'delivered'"))
                        .isZero());
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@meeting.example'"))
                .isEqualTo(2199);
        settled(bench, "meeting", 2200);
    }

    @OnBoth
    void accountsThatAreLeftAloneAreLeftAlone(On on) {
        PullBench bench = bench(on);
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
        settled(bench, "spared", 19);

        bench.change(Map.of("sources", Map.of("spared", Map.of("on-vanish", "keep"))));
        directory.remove("k2", "k3");
        assertThat(bench.full("spared")).doesNotContainKey("deactivated");
        assertThat(bench.asset("u2@spared.example")).containsEntry("status", "active");
    }

    @OnBoth
    void oneRunASourceAndItCanBeCancelledWhileItReads(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("busy", Map.of());
        directory.people(0, 250, "busy.example");
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String run = bench.started("busy", "full", false);
        Awaitility.await().until(() -> directory.reads.get() == 1);

        Wire.Answer second = bench.post("busy", "full", false);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("is under way").contains(run);
        assertThat(bench.post(null, "remap", false).status()).isEqualTo(409);
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs/" + run + "/cancel", null)
                        .status())
                .isEqualTo(202);
        directory.gate = null;
        // A page is reported at most every 300 ms.
        Awaitility.await().pollDelay(Duration.ofMillis(350)).until(() -> true);
        gate.countDown();
        assertThat(bench.ended(run).path("state").asText()).isEqualTo("cancelled");
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@busy.example'"))
                .isZero();
        assertThat(bench.full("busy")).containsEntry("created", 250);
    }

    @OnBoth
    void whatCannotBeRunIsRefusedInASentence(On on) {
        PullBench bench = bench(on);
        assertThat(bench.post("nowhere", "full", false).status()).isEqualTo(400);
        assertThat(bench.post("bench", "full", false).text()).contains("pushes its users over SCIM");
        assertThat(bench.post(null, "full", false).status()).isEqualTo(400);
        assertThat(bench.post("bench", "sideways", false).status()).isEqualTo(400);
        assertThat(bench.rollcall
                        .api("GET", "/sync-runs/" + new java.util.UUID(1, 2), null)
                        .status())
                .isEqualTo(404);
        bench.change(Map.of("sources", Map.of("routeless", Map.of("kind", "route"))));
        JsonNode run = bench.run("routeless", "full", false);
        assertThat(run.path("sentence").asText()).contains("no route direct:pull-routeless");
        assertThat(bench.rollcall.api("POST", "/sources/routeless/tokens", null).status())
                .isEqualTo(409);
        assertThat(bench.rollcall
                        .api(
                                "PATCH",
                                "/settings",
                                Map.of("sources", Map.of("routeless", Map.of("schedule", "every day"))))
                        .text())
                .contains("Quartz cron");
    }

    @OnBoth
    void aScheduleRunsUntilItIsTakenAway(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("scheduled", Map.of("schedule", "0/1 * * * * ?"));
        directory.people(0, 12, "scheduled.example");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> bench.count(
                                "SELECT COUNT(*) FROM sync_run WHERE source_id = 'scheduled' AND started_by = 'schedule' AND state = 'done'")
                        > 1);
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@scheduled.example'"))
                .isEqualTo(12);
        assertThat(bench.rollcall.camel().getRoute("schedule-scheduled-full")).isNotNull();
        assertThat(bench.rollcall
                        .api("GET", "/sync-runs?source=scheduled", null)
                        .json()
                        .at("/runs/0/startedBy")
                        .asText())
                .isEqualTo("schedule");

        bench.change(Map.of("sources", Map.of("scheduled", Map.of("schedule", ""))));

        assertThat(bench.rollcall.camel().getRoute("schedule-scheduled-full")).isNull();
    }

    @OnBoth
    void aSourceLetsItsMembersGoAndAnotherAdoptsThemWithoutTwins(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("old", Map.of("schedule", "0 0 0 1 1 ?"));
        directory.people(0, 3, "moved.example");
        bench.full("old");
        String id = bench.member("u1@moved.example").path("id").asText();
        assertThat(bench.rollcall.api("POST", "/sources/old/release", null).status())
                .isEqualTo(400);
        bench.change(Map.of("sources", Map.of("old", Map.of("schedule", ""), "bench", Map.of("adopt", "email"))));
        assertThat(bench.rollcall.api("POST", "/sources/bench/release", null).status())
                .as("who adopts would take them back")
                .isEqualTo(400);

        Wire.Answer released = bench.rollcall.api("POST", "/sources/old/release", null);

        assertThat(released.json().path("members").asInt()).as("%s", released).isEqualTo(3);
        Wire.Answer pushed = bench.rollcall.scim(
                "POST",
                "/Users",
                Map.of(
                        "schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                        "userName", "new.login@moved.example",
                        "name", Map.of("familyName", "Pushed"),
                        "emails", List.of(Map.of("value", "u1@moved.example", "primary", true))));
        bench.change(Map.of("sources", Map.of("bench", Map.of("adopt", "none"))));
        assertThat(pushed.status()).as("%s", pushed).isEqualTo(201);
        JsonNode member = bench.member("u1@moved.example");
        assertThat(member.path("id").asText()).isEqualTo(id);
        assertThat(member.path("source").asText()).isEqualTo("bench");
        assertThat(bench.asset("u1@moved.example"))
                .containsEntry("last_name", "Pushed")
                .containsEntry("status", "active");
        // Were the old source read again, its users would be conflicts, and no twins.
        assertThat(bench.full("old")).containsOnly(entry("read", 3), entry("rejected", 3));
    }

    @OnBoth
    void aSourceIsTriedAndShowsWhatAUserWouldBecome(On on) {
        PullBench bench = bench(on);
        Directory directory = bench.source("tried", Map.of());
        directory.people(0, 150, "tried.example");
        JsonNode tried = bench.rollcall.api("POST", "/sources/tried/test", null).json();
        assertThat(tried.path("ok").asBoolean()).as("%s", tried).isTrue();
        assertThat(tried.at("/preview/fields/email").asText()).isEqualTo("u0@tried.example");
        assertThat(tried.at("/user/job_title").asText()).isEqualTo("Engineer");
        directory.cutAfter = 1;
        JsonNode cut = bench.rollcall.api("POST", "/sources/tried/test", null).json();
        assertThat(cut.path("ok").asBoolean()).isFalse();
        assertThat(cut.path("sentence").asText()).contains("the connection to ldap.example was lost");
        assertThat(bench.rollcall.api("POST", "/sources/bench/test", null).status())
                .isEqualTo(400);
    }
}
