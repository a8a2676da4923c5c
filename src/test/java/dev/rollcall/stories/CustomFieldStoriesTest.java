package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The rules of mandatory custom fields, defaults and options, seen from outside. */
class CustomFieldStoriesTest {
    private static final String COST_CENTER = StorySettings.CUSTOM_URN + ":costCenter";
    private static final String INSURANCE = StorySettings.CUSTOM_URN + ":insuranceCovered";
    private static final String TEAM = StorySettings.CUSTOM_URN + ":team";

    private static ObjectNode custom(ObjectNode user) {
        return (ObjectNode) user.get(StorySettings.CUSTOM_URN);
    }

    @OnEachDatabase
    void aUserWithoutAMandatoryFieldIsRefusedWithEveryFaultAtOnce(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = user("costless");
        custom(user).put("costCenter", "").put("team", "Nowhere");

        Answer refused = bench.post(user);

        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.scimType()).isEqualTo("invalidValue");
        assertThat(refused.detail())
                .startsWith("Failed to create user in AssetSonar: ")
                .contains("'Cost Center'", "RC-1203", "'Nowhere'", "RC-1204")
                .doesNotContain("\n", "\"", "<")
                .hasSizeLessThan(500);
        assertThat(bench.findByUserName("costless@corp.example")).isEmpty();
        assertThat(rollcall.assetMembers("costless@corp.example")).isEmpty();
        JsonNode problems = rollcall.rejection("bench", "costless@corp.example").path("problems");
        assertThat(problems.findValuesAsText("code")).containsExactlyInAnyOrder("RC-1203", "RC-1204");
    }

    @OnEachDatabase
    void clearingAMandatoryFieldIsRefusedUnlessItHasADefault(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = user("clears");
        custom(user).put("insuranceCovered", true).put("team", "Office");
        String id = bench.post(user).id();
        assertThat(rollcall.assetCustomField("clears@corp.example", "Insurance Covered"))
                .isEqualTo("Yes");

        Answer mandatory = bench.remove(id, COST_CENTER);
        Answer defaulted = bench.remove(id, INSURANCE);
        Answer optional = bench.remove(id, TEAM);

        assertThat(mandatory.status()).as("%s", mandatory).isEqualTo(400);
        assertThat(mandatory.detail()).contains("RC-1203");
        assertThat(defaulted.status()).as("%s", defaulted).isEqualTo(200);
        assertThat(optional.status()).as("%s", optional).isEqualTo(200);
        assertThat(rollcall.assetCustomField("clears@corp.example", "Cost Center"))
                .isEqualTo("CC clears");
        assertThat(rollcall.assetCustomField("clears@corp.example", "Insurance Covered"))
                .isEqualTo("No");
        assertThat(rollcall.assetCustomField("clears@corp.example", "Team")).isEmpty();
        assertThat(rollcall.member(id)
                        .at("/origins/custom.Insurance Covered/origin")
                        .asText())
                .isEqualTo("default");
    }

    /** RFC 7643 section 2.1: attribute names compare without case; clients look for the schema's spelling. */
    @OnEachDatabase
    void fieldsAreShownInTheSchemasSpellingHoweverTheyWereSent(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = user("capitals");
        custom(user).remove("costCenter");
        custom(user).put("COSTCENTER", "CC 7").put("Shoe", "44");

        Answer created = bench.post(user);
        bench.replace(created.id(), StorySettings.CUSTOM_URN + ":TEAM", "\"Office\"");
        JsonNode read = bench.get(created.id()).body().path(StorySettings.CUSTOM_URN);

        assertThat(created.body()
                        .path(StorySettings.CUSTOM_URN)
                        .path("costCenter")
                        .asText())
                .isEqualTo("CC 7");
        assertThat(read.path("costCenter").asText()).isEqualTo("CC 7");
        assertThat(read.path("team").asText()).isEqualTo("Office");
        assertThat(read.path("Shoe").asText()).isEqualTo("44");
        assertThat(read.has("COSTCENTER")).isFalse();
        assertThat(rollcall.assetCustomField("capitals@corp.example", "Cost Center"))
                .isEqualTo("CC 7");
    }

    @OnEachDatabase
    void aParagraphMayBeLong(Database database) {
        Rollcall rollcall = database.rollcall();
        String notes = "A long story. ".repeat(1000).strip();
        ObjectNode user = user("writer");
        custom(user).put("notes", notes);

        Answer answer = rollcall.source("bench").post(user);

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(rollcall.assetCustomField("writer@corp.example", "Notes")).isEqualTo(notes);
    }

    @OnEachDatabase
    void aLeaverIsDeactivatedWhateverIsWrongWithIt(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient strict = rollcall.source("strict");
        ObjectNode user = ScimClient.role(user("faulty.leaver"), "Technician");
        custom(user).put("team", "Office");
        String id = strict.post(user).id();

        ObjectNode leaving = ScimClient.role(user("faulty.leaver"), "Wizard");
        leaving.put("active", false);
        leaving.remove("name");
        custom(leaving).put("costCenter", "").put("team", "Nowhere");
        Answer answer = strict.put(id, leaving);

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body().path("active").asBoolean(true)).isFalse();
        assertThat(rollcall.assetMembers("faulty.leaver@corp.example"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("status", "inactive").containsEntry("role", "Technician"));
        assertThat(rollcall.assetCustomField("faulty.leaver@corp.example", "Team"))
                .isEqualTo("Office");
        assertThat(rollcall.assetCustomField("faulty.leaver@corp.example", "Cost Center"))
                .isEqualTo("CC faulty.leaver");
    }
}
