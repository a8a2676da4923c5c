package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.email;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** People who were in the asset system before Rollcall was. */
class AdoptionStoriesTest {
    private static void known(Rollcall rollcall, String email) {
        rollcall.refreshAdoptable();
        assertThat(rollcall.membersByEmail(email)).as(email).hasSize(1);
    }

    @OnEachDatabase
    void aMemberThatNobodyOwnsIsFoundAndTakenOverByTheFirstChange(Database database) {
        Rollcall rollcall = database.adopting();
        ScimClient adopting = rollcall.source("adopting");
        rollcall.insertIntoAssetSystem("legacy-1", "Legacy.One@corp.example", "Technician");
        known(rollcall, "legacy.one@corp.example");

        JsonNode found = adopting.find("emails.value eq \"legacy.one@CORP.example\"");
        assertThat(found).hasSize(1);
        String id = found.at("/0/id").asText();
        assertThat(adopting.findByUserName(found.at("/0/userName").asText())).hasSize(1);
        assertThat(adopting.find("active eq true").findValuesAsText("id")).contains(id);
        assertThat(rollcall.source("bench").find("emails.value eq \"legacy.one@corp.example\""))
                .isEmpty();
        assertThat(rollcall.source("bench").get(id).status()).isEqualTo(404);

        Answer taken = adopting.replace(id, "title", "\"Adopted\"");

        assertThat(taken.status()).as("%s", taken).isEqualTo(200);
        assertThat(taken.id()).isEqualTo(id);
        assertThat(rollcall.member(id).path("source").asText()).isEqualTo("adopting");
        assertThat(rollcall.assetMembers("legacy.one@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("id", "legacy-1")
                        .containsEntry("job_title", "Adopted")
                        .containsEntry("first_name", "By")
                        .containsEntry("role", "Technician"));
    }

    @OnEachDatabase
    void aNewUserWithTheEMailOfAMemberThatNobodyOwnsIsThatMember(Database database) {
        Rollcall rollcall = database.adopting();
        ScimClient adopting = rollcall.source("adopting");
        rollcall.insertIntoAssetSystem("legacy-2", "legacy.two@corp.example", "Staff User");
        known(rollcall, "legacy.two@corp.example");

        Answer adopted = adopting.post(email(user("login.two"), "Legacy.Two@corp.example"));

        assertThat(adopted.status()).as("%s", adopted).isEqualTo(201);
        assertThat(rollcall.assetMembers("legacy.two@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("id", "legacy-2")
                        .containsEntry("user_name", "login.two@corp.example")
                        .containsEntry("last_name", "Of login.two"));
        assertThat(adopting.find("emails.value eq \"legacy.two@corp.example\"").findValuesAsText("id"))
                .containsExactly(adopted.id());
        assertThat(
                        rollcall.count(
                                "SELECT COUNT(*) FROM member WHERE email = 'legacy.two@corp.example' AND source_id = 'adopting'"))
                .isOne();
    }

    @OnEachDatabase
    void aSourceThatDoesNotAdoptCannotTakeTheEMail(Database database) {
        Rollcall rollcall = database.adopting();
        rollcall.insertIntoAssetSystem("legacy-3", "legacy.three@corp.example", "Staff User");
        known(rollcall, "legacy.three@corp.example");

        Answer refused = rollcall.source("bench").post(user("legacy.three"));

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.detail()).contains("RC-1302");
        assertThat(rollcall.assetMembers("legacy.three@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("last_name", "Hand"));
    }

    /** Whatever an asset system has, the others are found. */
    @OnEachDatabase
    void anOddMemberHidesNobodyElse(Database database) {
        Rollcall rollcall = database.adopting();
        ScimClient adopting = rollcall.source("adopting");
        rollcall.insertIntoAssetSystem("legacy-4", "long.one@corp.example", "Staff User");
        rollcall.jdbc.update(
                "UPDATE asset.member SET display_name = ?, last_name = ? WHERE id = 'legacy-4'",
                "x".repeat(300),
                "y".repeat(300));
        rollcall.insertIntoAssetSystem("legacy-5", "", "Staff User");
        rollcall.insertIntoAssetSystem("legacy-6", "legacy.six@corp.example", "Staff User");
        try {
            known(rollcall, "legacy.six@corp.example");

            assertThat(adopting.findByUserName("legacy.six@corp.example")).hasSize(1);
            assertThat(adopting.findByUserName("long.one@corp.example")
                            .at("/0/displayName")
                            .asText())
                    .hasSize(300);
        } finally {
            rollcall.jdbc.update("DELETE FROM asset.member WHERE id IN ('legacy-4', 'legacy-5', 'legacy-6')");
        }
    }

    @OnEachDatabase
    void protectedMembersAreNeverShownOrTaken(Database database) {
        Rollcall rollcall = database.adopting();
        ScimClient adopting = rollcall.source("adopting");
        rollcall.insertIntoAssetSystem("root", "root@corp.example", "Administrator");
        rollcall.insertIntoAssetSystem("boss", "boss@corp.example", "Staff User");
        for (String name : new String[] {"root", "boss"}) {
            String email = name + "@corp.example";
            known(rollcall, email);

            assertThat(adopting.find("emails.value eq \"" + email + "\"")).isEmpty();
            assertThat(adopting.findByUserName(email)).isEmpty();
            assertThat(adopting.find("active eq true").findValuesAsText("userName"))
                    .doesNotContain(email);
            String hidden = rollcall.membersByEmail(email).at("/0/id").asText();
            String record = rollcall.jdbc.queryForObject(
                    "SELECT CAST(id AS VARCHAR(36)) FROM source_record WHERE member_id = CAST(? AS UUID)",
                    String.class,
                    hidden);
            assertThat(adopting.get(String.valueOf(record)).status()).isEqualTo(404);
            assertThat(adopting.replace(String.valueOf(record), "active", "false")
                            .status())
                    .isEqualTo(404);

            for (Answer refused :
                    new Answer[] {adopting.post(user(name)), adopting.post(email(user(name + ".too"), email))}) {
                assertThat(refused.status()).as("%s", refused).isEqualTo(403);
                assertThat(refused.detail()).contains("RC-1303");
            }
            assertThat(rollcall.assetMembers(email))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row).containsEntry("last_name", "Hand").containsEntry("status", "active"));
        }
    }
}
