package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.email;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.AssetRule;

/** Nobody stays in use because something else of the change that takes him out of use was wrong. */
class LeaverStoriesTest {
    @OnEachDatabase
    void whoseNewUserNameIsTakenLeavesUnderItsOwn(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        bench.post(user("successor"));
        String id = bench.post(user("predecessor")).id();
        ObjectNode renamed = user("successor").put("active", false);

        Answer left = bench.put(id, email(renamed, "predecessor@corp.example"));

        assertThat(left.status()).as("%s", left).isEqualTo(200);
        assertLeft(rollcall, left, "predecessor@corp.example");
        assertThat(bench.findByUserName("successor@corp.example"))
                .singleElement()
                .satisfies(found -> assertThat(found.path("active").asBoolean()).isTrue());
        Answer renamedOnly = bench.replace(id, "userName", "\"successor@corp.example\"");
        assertThat(renamedOnly.status()).as("%s", renamedOnly).isEqualTo(409);
    }

    @OnEachDatabase
    void whoseNewEMailBelongsToAnotherSourceLeavesWithItsOwn(Database database) {
        Rollcall rollcall = database.rollcall();
        rollcall.source("other").post(user("elsewhere"));
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("leaving.here")).id();
        ObjectNode patch = ScimClient.operation("replace", "active", "\"False\"");
        patch.withArray("Operations")
                .addObject()
                .put("op", "replace")
                .put("path", "emails[type eq \"work\"].value")
                .put("value", "elsewhere@corp.example");

        Answer left = bench.patch(id, patch);

        assertThat(left.status()).as("%s", left).isEqualTo(200);
        assertLeft(rollcall, left, "leaving.here@corp.example");
    }

    @OnEachDatabase
    void whoseChangeTheAssetSystemRefusesLeavesAllTheSame(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = ScimClient.city(user("marsless"), "Oslo");
        String id = bench.post(user).id();
        try (AssetRule rule = new AssetRule(rollcall.jdbc, "not_mars", "city <> 'Mars'")) {
            Answer left = bench.put(id, ScimClient.city(user, "Mars").put("active", false));

            assertThat(left.status()).as("%s", left).isEqualTo(200);
            assertThat(left.body().at("/addresses/0/locality").asText()).isEqualTo("Oslo");
            assertLeft(rollcall, left, "marsless@corp.example");
            assertThat(rollcall.assetMembers("marsless@corp.example"))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("city", "Oslo"));
        }
    }

    /** What a change was made for is not decided by its rest: who stays keeps everything as it was. */
    @OnEachDatabase
    void whoStaysIsNotChangedByHalves(Database database) {
        ScimClient bench = database.rollcall().source("bench");
        bench.post(user("first.come"));
        String id = bench.post(user("second.come")).id();
        ObjectNode renamed = user("first.come").put("title", "Surveyor");

        Answer refused = bench.put(id, email(renamed, "second.come@corp.example"));

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(bench.get(id).body().has("title")).isFalse();
    }

    private static void assertLeft(Rollcall rollcall, Answer left, String name) {
        assertThat(left.body().path("active").asBoolean(true)).isFalse();
        assertThat(left.body().path("userName").asText()).isEqualTo(name);
        assertThat(left.body().at("/emails/0/value").asText()).isEqualTo(name);
        assertThat(rollcall.member(left.id()).at("/delivery/state").asText()).isEqualTo("delivered");
        assertThat(rollcall.assetMembers(name))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "inactive"));
    }
}
