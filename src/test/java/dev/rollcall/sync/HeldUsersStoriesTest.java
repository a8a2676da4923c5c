package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;

/** Users of runs who wait for a person, and the day's limit of administrators. */
class HeldUsersStoriesTest {
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
}
