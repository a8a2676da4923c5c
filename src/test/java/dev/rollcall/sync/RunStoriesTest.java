package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.Wire;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** What runs do to members, told on both databases; every story has a source of its own. */
class RunStoriesTest {
    @OnBoth
    void aDirectoryIsImportedAndFollowed(PullFixture bench) {
        Directory directory = bench.source("followed", Map.of());
        directory.people(0, 1234, "followed.example");

        assertThat(bench.full("followed")).containsOnly(entry("read", 1234), entry("created", 1234));
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@followed.example'"))
                .isEqualTo(1234);
        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM delivery d JOIN member m ON m.id = d.member_id WHERE m.source_id = 'followed' AND d.state <> 'delivered'"))
                .isZero();
        bench.settled("followed", 1234);

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
        bench.settled("followed", 1238);

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
        bench.settled("followed", 1240);
    }

    /** Longer than a statement waits for a lock: until another one waits. */
    @OnBoth
    void aRunWaitsForWhoeverHoldsAMemberOfTheAssetSystem(PullFixture bench) throws Exception {
        Directory directory = bench.source("held", Map.of());
        directory.people(0, 20, "held.example");
        bench.full("held");
        directory.put("k7", "job_title", "Director");

        String run;
        try (Connection other =
                        Objects.requireNonNull(bench.database.getDataSource()).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE asset.member SET description = 'x' WHERE email = 'u7@held.example'");
            run = bench.started("held", "full", false);
            String waiting = other.getMetaData().getDatabaseProductName().equals("H2")
                    ? "SELECT executing_statement_start FROM information_schema.sessions WHERE blocker_id <> 0"
                    : "SELECT query_start FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
            Set<String> waits = new HashSet<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                waits.addAll(bench.database.queryForList(waiting, String.class));
                return waits.size() > 1;
            });
            other.rollback();
        }

        assertThat(PullFixture.counts(bench.done(bench.ended(run))))
                .containsOnly(entry("read", 20), entry("updated", 1), entry("unchanged", 19));
        assertThat(bench.asset("u7@held.example")).containsEntry("job_title", "Director");
        bench.settled("held", 20);
    }

    @OnBoth
    void aDryRunShowsEveryDifferenceAndWritesNothing(PullFixture bench) {
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

        assertThat(PullFixture.counts(dry))
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
        assertThat(PullFixture.counts(real)).isEqualTo(PullFixture.counts(dry));
        JsonNode acted = bench.changes(real.path("id").asText());
        assertThat(acted.findValuesAsText("operation"))
                .containsExactlyInAnyOrder("rejected", "deactivate", "update", "create");
        bench.settled("dry", 41);
    }

    /** Runs of changes met the new user while the old one was still thought to be there. */
    @OnBoth
    void whoWasMadeAnewIsNotTakenForSomebodyWhoLeft(PullFixture bench) {
        Directory directory = bench.source("anew", Map.of("keys-every", 3));
        directory.people(0, 30, "anew.example");
        bench.full("anew");
        directory.remove("k7").person("n7", "u7", "anew.example");
        assertThat(PullFixture.counts(bench.done(bench.run("anew", "incremental", false))))
                .containsOnly(entry("read", 1), entry("rejected", 1));
        bench.done(bench.run("anew", "incremental", false));

        JsonNode keys = bench.done(bench.run("anew", "incremental", false));

        assertThat(keys.path("readMode").asText()).isEqualTo("full");
        assertThat(bench.asset("u7@anew.example")).containsEntry("status", "active");
        bench.settled("anew", 30);
    }

    @OnBoth
    void changesAloneAreReadAndBecomeAFullReadWhereTheyMust(PullFixture bench) {
        Directory directory = bench.source("delta", Map.of("keys-every", 3));
        directory.people(0, 220, "delta.example");
        JsonNode first = bench.done(bench.run("delta", "incremental", false));
        assertThat(first.path("readMode").asText()).isEqualTo("full");
        assertThat(PullFixture.counts(first)).containsEntry("created", 220);

        directory.put("k5", "job_title", "Delta").person("k220", "u220", "delta.example");
        directory.remove("k6");
        JsonNode second = bench.done(bench.run("delta", "incremental", false));
        assertThat(second.path("readMode").asText()).isEqualTo("incremental");
        assertThat(PullFixture.counts(second)).containsOnly(entry("read", 2), entry("created", 1), entry("updated", 1));
        assertThat(PullFixture.counts(bench.done(bench.run("delta", "incremental", false))))
                .isEmpty();
        assertThat(bench.asset("u6@delta.example")).containsEntry("status", "active");

        JsonNode withKeys = bench.done(bench.run("delta", "incremental", false));
        assertThat(PullFixture.counts(withKeys)).containsOnly(entry("deactivated", 1));
        directory.forgetful = true;
        JsonNode full = bench.done(bench.run("delta", "incremental", false));
        assertThat(full.path("readMode").asText()).isEqualTo("full");
        assertThat(PullFixture.counts(full)).containsOnly(entry("read", 220), entry("unchanged", 220));
    }

    @OnBoth
    void aChangedMappingReachesStoredUsersByARemap(PullFixture bench) {
        Directory directory = bench.source("remapped", Map.of());
        directory.people(0, 3, "remapped.example").put("k1", "job_title", "Boss");
        bench.full("remapped");
        assertThat(PullFixture.counts(bench.done(bench.run("remapped", "remap", false))))
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
        assertThat(PullFixture.counts(dry)).containsOnly(entry("read", 3), entry("updated", 3));
        assertThat(bench.asset("u1@remapped.example").get("department")).isNull();
        assertThat(PullFixture.counts(bench.done(bench.run("remapped", "remap", false))))
                .containsOnly(entry("read", 3), entry("updated", 3));
        assertThat(bench.asset("u1@remapped.example")).containsEntry("department", "Boss");
        assertThat(PullFixture.counts(bench.done(bench.run("remapped", "remap", false))))
                .containsOnly(entry("read", 3), entry("unchanged", 3));
        assertThat(bench.run(null, null, true).path("state").asText()).isEqualTo("done");
        bench.settled("remapped", 3);
    }

    @OnBoth
    void oneRunASourceAndItCanBeCancelledWhileItReads(PullFixture bench) {
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
        gate.countDown();
        assertThat(bench.ended(run).path("state").asText()).isEqualTo("cancelled");
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@busy.example'"))
                .isZero();
        assertThat(bench.full("busy")).containsEntry("created", 250);
    }

    @OnBoth
    void whatCannotBeRunIsRefusedInASentence(PullFixture bench) {
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
    void aScheduleRunsUntilItIsTakenAway(PullFixture bench) {
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
    void aSourceIsTriedAndShowsWhatAUserWouldBecome(PullFixture bench) {
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
