package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What was refused is kept for a person, for as long as it is what the identity provider wants. */
class RejectionStoriesTest {
    private static String state(Rollcall rollcall, String userName) {
        return rollcall.rejection("bench", userName).path("state").asText();
    }

    private static String status(Rollcall rollcall, String email) {
        return String.valueOf(rollcall.assetMembers(email).get(0).get("status"));
    }

    private static ObjectNode faulty(String name) {
        ObjectNode user = user(name);
        user.remove(StorySettings.CUSTOM_URN);
        return user;
    }

    @OnEachDatabase
    void aRefusedRenameDoesNotBringBackWhoLeftSince(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("maiden")).id();
        assertThat(bench.put(id, faulty("married")).status()).isEqualTo(400);
        JsonNode rejection = rollcall.rejection("bench", "married@corp.example");
        assertThat(rejection.path("state").asText()).isEqualTo("open");

        assertThat(bench.replace(id, "active", "false").status()).isEqualTo(200);

        assertThat(state(rollcall, "married@corp.example")).isEqualTo("resolved");
        // A page that somebody has open offers it still.
        assertThat(rollcall.replay(rejection).has("result")).isFalse();
        assertThat(bench.get(id).body().path("active").asBoolean(true)).isFalse();
        assertThat(status(rollcall, "maiden@corp.example")).isEqualTo("inactive");
    }

    @OnEachDatabase
    void ofSeveralNamesTheLastOneThatWasRefusedWaits(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("named")).id();
        for (String name : new String[] {"first.name", "second.name"}) {
            assertThat(bench.put(id, faulty(name)).status()).isEqualTo(400);
        }
        assertThat(state(rollcall, "first.name@corp.example")).isEqualTo("resolved");
        assertThat(state(rollcall, "second.name@corp.example")).isEqualTo("open");

        // The identity provider thinks better of it, and sends what is there.
        assertThat(bench.put(id, user("named")).status()).isEqualTo(200);

        assertThat(state(rollcall, "second.name@corp.example")).isEqualTo("resolved");
    }

    @OnEachDatabase
    void aRemapOfTheUserAsItIsDoesNotAcceptWhatWasRefused(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("strict");
        String id = bench.post(user("remapped")).id();
        assertThat(bench.put(id, faulty("remapped")).status()).isEqualTo(400);
        rollcall.jdbc.update(
                "UPDATE member SET fields = REPLACE(fields, 'Of remapped', 'Of old') WHERE user_name = 'remapped@corp.example'");

        rollcall.remap("strict");

        assertThat(rollcall.member(id).path("lastName").asText()).isEqualTo("Of remapped");
        assertThat(rollcall.rejection("strict", "remapped@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("open");
    }

    @OnEachDatabase
    void aReplayDeliversAgainWhatTheAssetSystemRefusedLater(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        ObjectNode user = ScimClient.city(user("late"), "Oslo");
        String id = bench.post(user).id();
        rollcall.jdbc.execute("ALTER TABLE asset.member RENAME TO member_away");
        try {
            assertThat(bench.replace(id, "addresses[type eq \"work\"].locality", "\"Mars\"")
                            .status())
                    .isEqualTo(200);
            rollcall.jdbc.execute(
                    "ALTER TABLE asset.member_away ADD CONSTRAINT no_mars CHECK (city IS NULL OR city <> 'Mars')");
        } finally {
            rollcall.jdbc.execute("ALTER TABLE asset.member_away RENAME TO member");
        }
        try {
            Rollcall.await(60).until(() -> state(rollcall, "late@corp.example").equals("open"));
            assertThat(rollcall.member(id).at("/delivery/state").asText()).isEqualTo("dead");
        } finally {
            rollcall.jdbc.execute("ALTER TABLE asset.member DROP CONSTRAINT no_mars");
        }
        // The same again is refused still, as far as anybody knows.
        assertThat(bench.replace(id, "active", "true").status()).isEqualTo(200);
        assertThat(state(rollcall, "late@corp.example")).isEqualTo("open");

        JsonNode replayed = rollcall.replay(rollcall.rejection("bench", "late@corp.example"));

        assertThat(replayed.path("result").asText()).isEqualTo("unchanged");
        assertThat(replayed.path("detail").asText()).contains("delivered again");
        Rollcall.await(30)
                .untilAsserted(() -> assertThat(rollcall.assetMembers("late@corp.example"))
                        .singleElement()
                        .satisfies(row -> assertThat(row).containsEntry("city", "Mars")));
        assertThat(state(rollcall, "late@corp.example")).isEqualTo("resolved");
    }

    @OnEachDatabase
    void whoTakesANameDoesNotEndTheRejectionOfSomebodyElse(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("renamed")).id();
        assertThat(bench.put(id, faulty("wanted")).status()).isEqualTo(400);
        JsonNode refused = rollcall.rejection("bench", "wanted@corp.example");

        assertThat(bench.post(user("wanted")).status()).isEqualTo(201);

        assertThat(rollcall.rejection("bench", "wanted@corp.example")).isEqualTo(refused);
        assertThat(bench.put(id, user("renamed")).status()).isEqualTo(200);
        assertThat(state(rollcall, "wanted@corp.example")).isEqualTo("resolved");
    }

    @OnEachDatabase
    void usersThatAreRefusedUnderOneNameAreKeptEach(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("first.to.want")).id();
        assertThat(bench.put(id, faulty("coveted")).status()).isEqualTo(400);
        assertThat(bench.post(faulty("coveted")).status()).isEqualTo(400);
        String open = "SELECT COUNT(*) FROM rejection WHERE user_name = 'coveted@corp.example' AND state = 'open'";
        assertThat(rollcall.count(open)).isEqualTo(2);

        // The new user comes as it should: that ends its own rejection.
        String made = bench.post(user("coveted")).id();

        assertThat(rollcall.count(open + " AND record_id IS NOT NULL")).isEqualTo(1);
        assertThat(rollcall.count(open)).isEqualTo(1);
        // What is refused of it later is kept beside that.
        assertThat(bench.put(made, faulty("coveted")).status()).isEqualTo(400);
        assertThat(rollcall.count(open)).isEqualTo(2);
        assertThat(bench.put(made, user("coveted")).status()).isEqualTo(200);
        assertThat(rollcall.count(open)).isEqualTo(1);
    }
}
