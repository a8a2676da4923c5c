package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.bench.Wire;
import dev.rollcall.provisioning.Releases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A person stays one member, whatever keys, names and sources change in between: no twins. */
class OneMemberStoriesTest {
    @OnBoth
    void aUserMadeAnewWithTheSameMailIsTheSameMemberWithoutABreak(PullFixture bench) {
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
        bench.settled("anew", 30);
    }

    @OnBoth
    void aUserOfTwoSourcesIsAConflictThatNamesBothAndNeverATwin(PullFixture bench) {
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
        JsonNode rejection = bench.rollcall
                .api("GET", "/rejections?source=twin", null)
                .json()
                .at("/rejections/0");
        assertThat(rejection.at("/problems/0/code").asText()).isEqualTo("RC-1302");
        assertThat(rejection.at("/problems/0/sentence").asText())
                .contains("'bench'")
                .contains("'twin'");
        bench.settled("twin", 2);

        // Once the identity provider lets go, a replay makes the member the directory's, under the same key.
        String scimId = pushed.json().path("id").asText();
        assertThat(bench.rollcall.scim("DELETE", "/Users/" + scimId, null).status())
                .isEqualTo(204);
        bench.change(Map.of("sources", Map.of("twin", Map.of("adopt", "email"))));
        assertThat(bench.full("twin")).containsOnly(entry("read", 2), entry("reactivated", 1), entry("unchanged", 1));
        assertThat(bench.member("both@twin.example").path("source").asText()).isEqualTo("twin");
        assertThat(bench.asset("both@twin.example"))
                .containsEntry("last_name", "Of both")
                .containsEntry("status", "active");
        bench.settled("twin", 2);
    }

    /** The asset system has no objection to two members of one e-mail. */
    @OnBoth
    void twoRunsThatBringTheSamePeopleAtOnceMakeNoTwins(PullFixture bench) {
        int people = 2_000;
        bench.source("there", Map.of()).people(0, people, "overlap.example");
        Directory back = bench.source("back", Map.of());
        for (int i = people - 1; i >= 0; i--) {
            back.person("k" + i, "u" + i, "overlap.example");
        }
        bench.database.execute("DROP INDEX asset.member_email");
        try {
            List<String> runs = List.of(bench.started("there", "full", false), bench.started("back", "full", false));
            List<Map<String, Integer>> counts = runs.stream()
                    .map(run -> PullFixture.counts(bench.done(bench.ended(run))))
                    .toList();

            assertThat(counts).allSatisfy(one -> assertThat(one).containsEntry("read", people));
            for (String what : List.of("created", "rejected")) {
                assertThat(counts.stream()
                                .mapToInt(one -> one.getOrDefault(what, 0))
                                .sum())
                        .as(what)
                        .isEqualTo(people);
            }
            for (String table : List.of("member", "asset.member")) {
                assertThat(bench.count("SELECT COUNT(*) FROM " + table + " WHERE email LIKE '%@overlap.example'"))
                        .as(table)
                        .isEqualTo(people);
            }
        } finally {
            bench.database.execute("CREATE UNIQUE INDEX member_email ON asset.member (email_key)");
        }
    }

    @OnBoth
    void namesThatPassFromOneToAnotherFindTheirOrder(PullFixture bench) {
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
        bench.settled("chain", 5);
    }

    /** The leaver's address went to a successor, and the directory shows it at both. */
    @OnBoth
    void whoIsDisabledUnderSomebodyElsesAddressLeavesUnderItsOwn(PullFixture bench) {
        Directory directory = bench.source("leaving", Map.of("guard", Map.of("change", Map.of("percent", 100))));
        directory.people(0, 5, "leaving.example");
        bench.full("leaving");
        directory.put("k1", "email", "u2@leaving.example", "user_name", "u2@leaving.example", "active", "false");

        assertThat(PullFixture.counts(bench.run("leaving", "full", true)))
                .containsOnly(entry("read", 5), entry("deactivated", 1), entry("unchanged", 4));
        assertThat(bench.full("leaving"))
                .containsOnly(entry("read", 5), entry("deactivated", 1), entry("unchanged", 4));

        assertThat(bench.asset("u1@leaving.example")).containsEntry("status", "inactive");
        assertThat(bench.asset("u2@leaving.example")).containsEntry("status", "active");
        // What the directory says of the two cannot be stored, and a person is told so.
        bench.settled("leaving", 5);
        assertThat(bench.count("SELECT COUNT(*) FROM rejection WHERE source_id = 'leaving' AND state = 'open'"))
                .isEqualTo(1);
    }

    @OnBoth
    void mailsThatMeetInTwoBatchesAtATimeMakeNoTwins(PullFixture bench) {
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
        bench.settled("meeting", 2200);
    }

    @OnBoth
    void aSourceLetsItsMembersGoAndAnotherAdoptsThemWithoutTwins(PullFixture bench) {
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
    void aSourceLetsNobodyGoWhileARunOfItIsUnderWay(PullFixture bench) {
        Directory directory = bench.source("running", Map.of());
        directory.people(0, 250, "running.example");
        bench.full("running");
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String run = bench.started("running", "full", false);
        Awaitility.await().until(() -> directory.reads.get() == 2);

        Wire.Answer refused = bench.rollcall.api("POST", "/sources/running/release", null);

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.json().path("detail").asText())
                .contains("'running' is under way")
                .doesNotContain("Before it began");
        assertThat(members(bench, "running")).isEqualTo(250);
        directory.gate = null;
        gate.countDown();
        bench.done(bench.ended(run));
        assertThat(bench.rollcall.api("POST", "/sources/running/release", null).json())
                .isEqualTo(JsonNodeFactory.instance
                        .objectNode()
                        .put("members", 250)
                        .put("kept", 0));
        assertThat(members(bench, "running")).isZero();
    }

    @OnBoth
    void aReleaseEndsBeforeTheNextUserWhereARunBegins(PullFixture bench) {
        bench.source("disturbed", Map.of()).people(0, 5, "disturbed.example");
        bench.full("disturbed");
        Releases releases = bench.rollcall.camel().getRegistry().findSingleByType(Releases.class);
        AtomicInteger asked = new AtomicInteger();

        Releases.Released released = releases.release("disturbed", "admin", () -> asked.incrementAndGet() <= 2);

        assertThat(released).isEqualTo(new Releases.Released(2, 0, false));
        assertThat(members(bench, "disturbed")).isEqualTo(3);
        assertThat(releases.release("disturbed", "admin", () -> true)).isEqualTo(new Releases.Released(3, 0, true));
    }

    /** What is kept of its users no other kind could read. */
    @OnBoth
    void aSourceThatHasUsersKeepsItsKindUntilItIsReleased(PullFixture bench) {
        bench.source("turned", Map.of()).people(0, 3, "turned.example");
        kind(bench, "turned", "scim", 200);
        kind(bench, "turned", "route", 200);
        bench.full("turned");

        for (String what : List.of("in the settings", "out of them")) {
            Wire.Answer refused = kind(bench, "turned", "scim", 400);
            assertThat(refused.json().path("problems"))
                    .as(what)
                    .extracting(problem -> problem.asText())
                    .singleElement()
                    .asString()
                    .contains("rollcall.sources.turned.kind", "came as kind 'route'", "Put 'route' back");
            Map<String, Object> gone = new HashMap<>();
            gone.put("turned", null);
            bench.change(Map.of("sources", gone));
        }
        kind(bench, "turned", "route", 200);
        assertThat(bench.rollcall.api("POST", "/sources/turned/release", null).status())
                .isEqualTo(200);
        kind(bench, "turned", "scim", 200);
        kind(bench, "turned", "route", 200);
    }

    private static Wire.Answer kind(PullFixture bench, String source, String kind, int status) {
        Wire.Answer answer =
                bench.rollcall.api("PATCH", "/settings", Map.of("sources", Map.of(source, Map.of("kind", kind))));
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        return answer;
    }

    private static int members(PullFixture bench, String source) {
        return bench.count("SELECT COUNT(*) FROM member WHERE source_id = ?", source);
    }
}
