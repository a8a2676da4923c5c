package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.email;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A user from its first day to its second first day. */
class UserStoriesTest {
    @OnEachDatabase
    void aNewUserIsAMemberOfTheAssetSystemWithItsCustomFields(Database database) {
        Rollcall rollcall = database.rollcall();
        ObjectNode ann = user("ann");
        ann.put("title", "Surveyor");
        ((ObjectNode) ann.get(StorySettings.CUSTOM_URN)).put("team", "field");

        Answer answer = rollcall.source("bench").post(ann);

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        JsonNode member = rollcall.member(answer.id());
        assertThat(member.at("/delivery/state").asText()).isEqualTo("delivered");
        assertThat(member.path("source").asText()).isEqualTo("bench");
        assertThat(rollcall.assetMembers("ann@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains(
                                Map.entry("id", member.at("/delivery/targetId").asText()),
                                Map.entry("user_name", "ann@corp.example"),
                                Map.entry("first_name", "Given"),
                                Map.entry("last_name", "Of ann"),
                                Map.entry("job_title", "Surveyor"),
                                Map.entry("role", "Staff User"),
                                Map.entry("status", "active")));
        assertThat(rollcall.assetCustomField("ann@corp.example", "Team")).isEqualTo("Field");
        assertThat(rollcall.assetCustomField("ann@corp.example", "Cost Center")).isEqualTo("CC ann");
        assertThat(rollcall.assetCustomField("ann@corp.example", "Insurance Covered"))
                .isEqualTo("No");
    }

    @OnEachDatabase
    void aDeletedUserIsGoneForScimAndInactiveInTheAssetSystemUntilItComesAgain(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String first = bench.post(user("leaver")).id();
        String member = rollcall.member(first).path("id").asText();

        assertThat(bench.delete(first).status()).isEqualTo(204);
        assertThat(bench.get(first).status()).isEqualTo(404);
        assertThat(bench.delete(first).status()).isEqualTo(404);
        assertThat(bench.findByUserName("leaver@corp.example")).isEmpty();
        assertThat(rollcall.assetMembers("leaver@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "inactive"));

        Answer again = bench.post(user("LEAVER"));
        assertThat(again.status()).as("%s", again).isEqualTo(201);
        assertThat(again.id()).isNotEqualTo(first);
        assertThat(rollcall.member(again.id()).path("id").asText()).isEqualTo(member);
        assertThat(rollcall.member(again.id()).at("/delivery/state").asText()).isEqualTo("delivered");
        assertThat(rollcall.assetMembers("leaver@corp.example"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("status", "active").containsEntry("id", member));
    }

    @OnEachDatabase
    void anEMailBelongsToOneSource(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient other = rollcall.source("other");
        assertThat(rollcall.source("bench").post(user("shared")).status()).isEqualTo(201);

        Answer sameName = other.post(user("shared"));
        Answer otherName = other.post(email(user("shared.too"), "Shared@corp.example"));

        for (Answer answer : new Answer[] {sameName, otherName}) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(409);
            assertThat(answer.scimType()).isEqualTo("uniqueness");
            assertThat(answer.detail()).contains("RC-1302").contains("'bench'");
        }
        assertThat(other.findByUserName("shared@corp.example")).isEmpty();
        assertThat(rollcall.assetMembers("shared@corp.example")).hasSize(1);
        assertThat(rollcall.rejection("other", "shared.too@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("open");
    }

    @OnEachDatabase
    void userNameAndEMailAreUniqueInASourceWithoutCaseAndForTheInactiveToo(Database database) {
        ScimClient bench = database.rollcall().source("bench");
        String id = bench.post(user("unique")).id();
        assertThat(bench.replace(id, "active", "false").status()).isEqualTo(200);

        Answer sameName = bench.post(email(user("UNIQUE"), "unique.else@corp.example"));
        Answer sameEmail = bench.post(email(user("unique.too"), "Unique@Corp.example"));

        for (Answer answer : new Answer[] {sameName, sameEmail}) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(409);
            assertThat(answer.detail()).contains("RC-1301");
        }
    }

    @OnEachDatabase
    void aChangeOfAnotherVersionIsRefused(Database database) {
        ScimClient bench = database.rollcall().source("bench");
        Answer made = bench.post(user("versions"));
        String id = made.id();

        Answer changed = bench.replace(id, "title", "\"One\"", "If-Match", made.etag());
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        assertThat(changed.etag()).isNotEqualTo(made.etag());

        Answer stale = bench.replace(id, "title", "\"Two\"", "If-Match", made.etag());
        assertThat(stale.status()).isEqualTo(412);
        Answer read = bench.get(id);
        assertThat(read.etag()).isEqualTo(changed.etag());
        assertThat(read.body().path("title").asText()).isEqualTo("One");
        assertThat(bench.get(id, "If-None-Match", changed.etag()).status()).isEqualTo(304);
        // One list in two lines.
        assertThat(bench.get(id, "If-None-Match", made.etag(), "If-None-Match", changed.etag())
                        .status())
                .isEqualTo(304);
    }

    @OnEachDatabase
    void whoseActiveIsTakenAwayStaysInactive(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("undecided")).id();
        bench.replace(id, "active", "false");

        Answer removed = bench.remove(id, "active");

        assertThat(removed.status()).as("%s", removed).isEqualTo(200);
        assertThat(removed.body().has("active")).isFalse();
        assertThat(bench.get(id).body().has("active")).isFalse();
        assertThat(rollcall.member(id).path("status").asText()).isEqualTo("inactive");
        assertThat(bench.replace(id, "title", "\"Still away\"").status()).isEqualTo(200);
        assertThat(rollcall.member(id).path("status").asText()).isEqualTo("inactive");
        assertThat(bench.replace(id, "active", "true").body().path("active").asBoolean())
                .isTrue();
        assertThat(rollcall.member(id).path("status").asText()).isEqualTo("active");
    }

    /** A user that grows with every PATCH is refused where it became too large, and stays as it was. */
    @OnEachDatabase
    void aUserDoesNotGrowWithoutEnd(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("growing")).id();
        Answer answer = bench.get(id);
        for (int i = 0; i < 20 && answer.status() == 200; i++) {
            answer = bench.replace(id, "urn:acme:2.0:User:note" + i, "\"" + "x".repeat(65_000) + "\"");
        }
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("too long to be stored");
        assertThat(bench.get(id).body().path("urn:acme:2.0:User").size()).isEqualTo(15);
    }

    @OnEachDatabase
    void anAddressThatIsSentTwiceIsKeptOnce(Database database) {
        ObjectNode user = user("twice");
        ArrayNode emails = user.putArray("emails");
        emails.addObject().put("value", "twice@corp.example").put("type", "work");
        emails.addObject().put("value", "twice@home.example").put("type", "home");
        emails.addObject()
                .put("value", "twice@corp.example")
                .put("type", "Work")
                .put("primary", true);

        Answer answer = database.rollcall().source("bench").post(user);

        assertThat(answer.body().path("emails")).hasSize(2);
        assertThat(answer.body().at("/emails/0/primary").asBoolean()).isTrue();
    }
}
