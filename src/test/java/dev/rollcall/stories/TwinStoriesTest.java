package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.email;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Who wants an e-mail that somebody else is about to get. The asset system of these stories has no objection to two members
 * of one e-mail, as Snipe-IT has none: it is for Rollcall to make one.
 */
class TwinStoriesTest {
    private static final int ROUNDS = 20;

    private static Rollcall rollcall(Database database) {
        Rollcall rollcall = database.rollcall();
        rollcall.jdbc.execute("DROP INDEX IF EXISTS asset.member_email");
        return rollcall;
    }

    private static void oneOfThem(Rollcall rollcall, String email, List<Answer> answers) {
        assertThat(answers)
                .as(email)
                .filteredOn(answer -> answer.status() < 300)
                .hasSize(1);
        assertThat(answers)
                .as(email)
                .filteredOn(answer -> answer.status() >= 300)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(409);
                    assertThat(answer.detail()).contains(email).containsAnyOf("RC-1301", "RC-1302");
                });
        assertThat(rollcall.count("SELECT COUNT(*) FROM member WHERE email = ?", email))
                .isOne();
        assertThat(rollcall.assetMembers(email)).hasSize(1);
    }

    @OnEachDatabase
    void ofManySourcesThatSendOnePersonAtOnceOneMakesTheMember(Database database) {
        Rollcall rollcall = rollcall(database);
        List<ScimClient> sources = Stream.of("bench", "other", "pages", "sorted")
                .map(rollcall::source)
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            String name = "everywhere" + round;

            List<Answer> answers = AtOnce.each(
                    sources.size(),
                    source -> sources.get(source).post(email(user(name + "." + source), name + "@corp.example")));

            oneOfThem(rollcall, name + "@corp.example", answers);
        }
    }

    @OnEachDatabase
    void whoHasTheEMailByItsUserNameAloneIsNoTwinOfWhoHasItAsEMail(Database database) {
        Rollcall rollcall = rollcall(database);
        ScimClient bench = rollcall.source("bench");
        for (int round = 0; round < ROUNDS; round++) {
            String name = "bare" + round;
            ObjectNode bare = user(name);
            bare.remove("emails");
            ObjectNode other = user(name).put("userName", "login." + name);

            List<Answer> answers = AtOnce.each(2, number -> bench.post(number == 0 ? bare : other));

            oneOfThem(rollcall, name + "@corp.example", answers);
        }
    }

    @OnEachDatabase
    void oneEMailGoesToOneOfTwoWhoChangeToItAtOnce(Database database) {
        Rollcall rollcall = rollcall(database);
        List<ScimClient> sources =
                Stream.of("bench", "other").map(rollcall::source).toList();
        List<String> ids = List.of(
                sources.get(0).post(user("mover.one")).id(),
                sources.get(1).post(user("mover.two")).id());
        for (int round = 0; round < ROUNDS; round++) {
            String email = "moved" + round + "@corp.example";
            IntFunction<Answer> change = number ->
                    sources.get(number).replace(ids.get(number), "emails[type eq \"work\"].value", "\"" + email + "\"");

            oneOfThem(rollcall, email, AtOnce.each(2, change));
        }
    }

    /** Twins of a Rollcall that did not prevent them yet. */
    @OnEachDatabase
    void twinsOfBeforeCanBeChangedAndTakenApart(Database database) {
        Rollcall rollcall = rollcall(database);
        ScimClient bench = rollcall.source("bench");
        ScimClient other = rollcall.source("other");
        String one = bench.post(user("old.twin")).id();
        String two = other.post(email(user("old.twin.two"), "second.twin@corp.example"))
                .id();
        for (String update : List.of(
                "UPDATE source_record SET email = 'old.twin@corp.example', document = REPLACE(document, 'second.', 'old.')",
                "UPDATE member SET email = 'old.twin@corp.example', fields = REPLACE(fields, 'second.', 'old.'),"
                        + " twin = CAST(id AS VARCHAR(36))")) {
            rollcall.jdbc.update(update + " WHERE email = 'second.twin@corp.example'");
        }

        assertThat(other.replace(two, "title", "\"Twin\"").status()).isEqualTo(200);
        assertThat(bench.replace(one, "title", "\"Twin\"").status()).isEqualTo(200);
        assertThat(rollcall.membersByEmail("old.twin@corp.example")).hasSize(2);

        String email = "emails[type eq \"work\"].value";
        assertThat(other.replace(two, email, "\"apart@corp.example\"").status()).isEqualTo(200);
        assertThat(other.replace(two, email, "\"old.twin@corp.example\"").status())
                .isEqualTo(409);
        assertThat(rollcall.membersByEmail("old.twin@corp.example")).hasSize(1);
    }

    /** The mapping gives the e-mail of somebody else, which no user has sent as its own. */
    @OnEachDatabase
    void aNewMappingMakesNoTwinsAndKeepsNobodyInUse(Database database) {
        Rollcall rollcall = rollcall(database);
        ScimClient shifting = rollcall.source("shifting");
        String id = shifting.post(user("shifty").put("nickName", "taken.away@corp.example"))
                .id();
        rollcall.source("other").post(user("taken.away"));
        mapEmailOfShifting(rollcall, "{\"email\": \"nickName\"}");
        try {
            rollcall.remap("shifting");

            assertThat(rollcall.membersByEmail("taken.away@corp.example")).hasSize(1);
            assertThat(rollcall.rejection("shifting", "shifty@corp.example")
                            .path("state")
                            .asText())
                    .isEqualTo("open");
            Answer leaves = shifting.replace(id, "active", "false");
            assertThat(leaves.status()).as("%s", leaves).isEqualTo(200);
            JsonNode member = rollcall.member(id);
            assertThat(member.path("status").asText()).isEqualTo("inactive");
            assertThat(member.path("email").asText()).isEqualTo("shifty@corp.example");
        } finally {
            mapEmailOfShifting(rollcall, "null");
        }
    }

    private static void mapEmailOfShifting(Rollcall rollcall, String attributes) {
        Answer answer = rollcall.patchSettings(
                ScimClient.json("{\"sources\": {\"shifting\": {\"attributes\": " + attributes + "}}}"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }
}
