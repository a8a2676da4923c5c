package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.AssetRule;
import java.util.Map;

/** What Rollcall does when the asset system says no, or nothing at all. */
class TargetStoriesTest {
    @OnEachDatabase
    void aUserWhoseEMailIsTakenInTheAssetSystemIsPutBackAndComesInLater(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        rollcall.insertIntoAssetSystem("foreign-clash", "Clash@corp.example", "Staff User");

        Answer refused = bench.post(user("clash"));

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.scimType()).isEqualTo("uniqueness");
        assertThat(refused.detail()).startsWith("Failed to create user in AssetSonar: ");
        assertThat(bench.findByUserName("clash@corp.example")).isEmpty();
        assertThat(rollcall.count("SELECT COUNT(*) FROM member WHERE email = 'clash@corp.example'"))
                .isZero();
        assertThat(
                        rollcall.count(
                                "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.id = d.member_id)"))
                .isZero();
        assertThat(rollcall.assetMembers("clash@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("id", "foreign-clash"));
        JsonNode rejection = rollcall.rejection("bench", "clash@corp.example");
        assertThat(rejection.path("state").asText()).isEqualTo("open");
        assertThat(rejection.path("intent").asText()).isEqualTo("create");

        rollcall.jdbc.update("DELETE FROM asset.member WHERE id = 'foreign-clash'");
        Answer accepted = bench.post(user("clash"));
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(201);
        assertThat(rollcall.member(accepted.id()).at("/delivery/state").asText())
                .isEqualTo("delivered");
        assertThat(rollcall.rejection("bench", "clash@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("resolved");
    }

    @OnEachDatabase
    void aChangeThatTheAssetSystemRefusesLeavesEverythingAsItWas(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = ScimClient.city(user("moonless"), "Oslo");
        String id = bench.post(user).id();
        try (AssetRule rule = new AssetRule(rollcall.jdbc, "earth_only", "city <> 'Moon'")) {
            Answer refused = bench.replace(id, "addresses[type eq \"work\"].locality", "\"Moon\"");
            assertThat(refused.status()).as("%s", refused).isEqualTo(400);
            assertThat(refused.scimType()).isEqualTo("invalidValue");
            assertThat(refused.detail())
                    .startsWith("Failed to update user in AssetSonar: ")
                    .contains("earth_only")
                    .contains("RC-1401");
            assertIn(rollcall, bench, id, "Oslo");
            assertThat(rollcall.rejection("bench", "moonless@corp.example")
                            .path("intent")
                            .asText())
                    .isEqualTo("update");

            Answer accepted = bench.replace(id, "addresses[type eq \"work\"].locality", "\"Rome\"");
            assertThat(accepted.status()).as("%s", accepted).isEqualTo(200);
            assertIn(rollcall, bench, id, "Rome");
            assertThat(rollcall.rejection("bench", "moonless@corp.example")
                            .path("state")
                            .asText())
                    .isEqualTo("resolved");
        }
    }

    @OnEachDatabase
    void whoIsRefusedTakesNoneOfTheDaysAdministrators(Database database) {
        Rollcall rollcall = database.rollcall();
        String used = "SELECT COALESCE(SUM(used), 0) FROM administrator_fallback WHERE on_day = CURRENT_DATE";
        int before = rollcall.count(used);
        rollcall.jdbc.update("UPDATE administrator_fallback SET used = 0");
        rollcall.insertIntoAssetSystem("foreign-wizard", "merlin@corp.example", "Staff User");
        try {
            Answer refused = rollcall.source("generous").post(ScimClient.role(user("merlin"), "Sorcerer"));

            assertThat(refused.status()).as("%s", refused).isEqualTo(409);
            assertThat(rollcall.count(used)).isZero();
        } finally {
            rollcall.jdbc.update("UPDATE administrator_fallback SET used = ?", before);
            rollcall.jdbc.update("DELETE FROM asset.member WHERE id = 'foreign-wizard'");
            rollcall.jdbc.update("DELETE FROM audit WHERE action = 'administrator.fallback' AND NOT EXISTS"
                    + " (SELECT 1 FROM member m WHERE CAST(m.id AS VARCHAR(36)) = audit.subject)");
        }
    }

    @OnEachDatabase
    void aRemovalThatTheAssetSystemRefusesWaitsForAPerson(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("tenure")).id();
        try (AssetRule rule =
                new AssetRule(rollcall.jdbc, "tenured", "status = 'active' OR email <> 'tenure@corp.example'")) {
            assertThat(bench.delete(id).status()).isEqualTo(400);
            assertThat(bench.get(id).body().path("active").asBoolean()).isTrue();
        }
        JsonNode rejection = rollcall.rejection("bench", "tenure@corp.example");
        assertThat(rejection.path("state").asText()).isEqualTo("open");
        assertThat(rejection.path("intent").asText()).isEqualTo("remove");
        assertThat(bench.put(id, user("tenure")).status()).isEqualTo(200);
        assertThat(rollcall.rejection("bench", "tenure@corp.example")
                        .path("state")
                        .asText())
                .as("sent again")
                .isEqualTo("resolved");
        rollcall.jdbc.update("UPDATE rejection SET state = 'open' WHERE user_name = 'tenure@corp.example'");

        assertThat(rollcall.replay(rejection).path("result").asText()).isEqualTo("recorded");

        assertThat(bench.get(id).status()).isEqualTo(404);
        assertThat(rollcall.assetMembers("tenure@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "inactive"));
        assertThat(rollcall.rejection("bench", "tenure@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("resolved");
    }

    /** What the member is is the same, only not from where: the asset system has it already. */
    @OnEachDatabase
    void aChangeOfOriginsAloneHasArrived(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = user("origins");
        user.withObject("/name").put("formatted", "Given Of origins");
        String id = bench.post(user).id();

        assertThat(bench.replace(id, "displayName", "\"Given Of origins\"").status())
                .isEqualTo(200);

        JsonNode newest = rollcall.api("admin", StorySettings.ADMIN_PASSWORD, "/members/" + id + "/history")
                .body()
                .at("/history/0");
        assertThat(newest.path("version").asInt()).as("%s", newest).isEqualTo(2);
        assertThat(newest.path("delivered").asBoolean()).as("%s", newest).isTrue();
        try (AssetRule rule =
                new AssetRule(rollcall.jdbc, "nobody_leaves", "status = 'active' OR email <> 'origins@corp.example'")) {
            assertThat(bench.replace(id, "active", "false").status()).isEqualTo(400);
            assertThat(rollcall.member(id).at("/delivery/state").asText()).isEqualTo("delivered");
        }
    }

    private static void assertIn(Rollcall rollcall, ScimClient bench, String id, String city) {
        assertThat(bench.get(id).body().at("/addresses/0/locality").asText()).isEqualTo(city);
        assertThat(rollcall.member(id).at("/fields/city").asText()).isEqualTo(city);
        assertThat(rollcall.member(id).at("/delivery/state").asText()).isEqualTo("delivered");
        assertThat(rollcall.assetMembers("moonless@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("city", city));
    }

    /** Somebody deleted it there by hand: the next change makes it anew, with everything. */
    @OnEachDatabase
    void aMemberThatIsGoneFromTheAssetSystemComesBackWithItsNextChange(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("gone")).id();
        Map<String, Object> before = rollcall.assetMembers("gone@corp.example").get(0);
        assertThat(rollcall.jdbc.update("DELETE FROM asset.member WHERE email = 'gone@corp.example'"))
                .isEqualTo(1);

        Answer changed = bench.replace(id, "title", "\"Archivist\"");

        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        Map<String, Object> after = rollcall.assetMembers("gone@corp.example").get(0);
        assertThat(after).containsEntry("job_title", "Archivist");
        assertThat(after.get("id")).isEqualTo(before.get("id"));
        assertThat(rollcall.assetCustomField("gone@corp.example", "Cost Center"))
                .isEqualTo("CC gone");
        assertThat(rollcall.member(id).at("/delivery/state").asText()).isEqualTo("delivered");
    }

    @OnEachDatabase
    void anEMailThatIsTakenInTheAssetSystemCannotBeTakenByAChange(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("mover")).id();
        rollcall.insertIntoAssetSystem("foreign-mover", "moved@corp.example", "Staff User");

        Answer refused = bench.replace(id, "emails[type eq \"work\"].value", "\"moved@corp.example\"");

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(bench.get(id).body().at("/emails/0/value").asText()).isEqualTo("mover@corp.example");
        assertThat(bench.find("emails.value eq \"mover@corp.example\"")).hasSize(1);
        assertThat(bench.find("emails.value eq \"moved@corp.example\"")).isEmpty();
        assertThat(rollcall.assetMembers("mover@corp.example")).hasSize(1);
        assertThat(rollcall.member(id).at("/delivery/state").asText()).isEqualTo("delivered");
    }

    @OnEachDatabase
    void anOutageDelaysUsersAndLosesNone(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String known = bench.post(user("known")).id();
        String fresh;
        rollcall.jdbc.execute("ALTER TABLE asset.member RENAME TO member_away");
        try {
            Answer answer = bench.post(user("fresh"));
            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
            fresh = answer.id();
            assertWaits(rollcall, fresh, "create");
            for (String title : new String[] {"Older", "Newest"}) {
                assertThat(bench.replace(known, "title", "\"" + title + "\"").status())
                        .isEqualTo(200);
                assertThat(bench.replace(fresh, "title", "\"" + title + "\"").status())
                        .isEqualTo(200);
            }
            assertWaits(rollcall, fresh, "create");
            assertWaits(rollcall, known, "update");
            assertThat(bench.get(known).body().path("title").asText()).isEqualTo("Newest");
        } finally {
            rollcall.jdbc.execute("ALTER TABLE asset.member_away RENAME TO member");
        }

        for (String id : new String[] {fresh, known}) {
            Rollcall.await(30)
                    .untilAsserted(() -> assertThat(
                                    rollcall.member(id).at("/delivery/state").asText())
                            .isEqualTo("delivered"));
        }
        for (String name : new String[] {"fresh", "known"}) {
            assertThat(rollcall.assetMembers(name + "@corp.example"))
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains(Map.entry("job_title", "Newest")));
        }
    }

    private static void assertWaits(Rollcall rollcall, String id, String operation) {
        JsonNode member = rollcall.member(id);
        assertThat(member.at("/delivery/state").asText()).isEqualTo("waiting");
        String memberId = member.path("id").asText();
        assertThat(rollcall.jdbc.queryForList(
                        "SELECT operation FROM delivery WHERE member_id = CAST(? AS UUID)", String.class, memberId))
                .containsExactly(operation);
    }
}
