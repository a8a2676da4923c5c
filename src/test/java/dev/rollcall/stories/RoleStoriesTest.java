package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.role;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What becomes of users whose role the asset system has, has not, or protects. */
class RoleStoriesTest {
    @OnEachDatabase
    void administratorsByFallbackAreCappedHoweverManyComeAtOnce(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient generous = rollcall.source("generous");

        List<Answer> answers = AtOnce.each(6, i -> generous.post(role(user("wizard" + i), "Wizard")));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isEqualTo(201));
        List<JsonNode> administrators = new ArrayList<>();
        List<JsonNode> held = new ArrayList<>();
        for (Answer answer : answers) {
            JsonNode member = rollcall.member(answer.id());
            (member.path("status").asText().equals("held") ? held : administrators).add(member);
        }
        assertThat(administrators).hasSize(2).allSatisfy(member -> {
            assertThat(member.path("role").asText()).isEqualTo("Administrator");
            assertThat(member.path("roleOrigin").asText()).isEqualTo("fallback");
            assertThat(member.path("requestedRole").asText()).isEqualTo("Wizard");
            assertThat(rollcall.assetMembers(member.path("email").asText()))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("role", "Administrator"));
        });
        assertThat(held).hasSize(4).allSatisfy(member -> {
            String email = member.path("email").asText();
            assertThat(rollcall.assetMembers(email)).isEmpty();
            assertThat(rollcall.rejection("generous", email).path("state").asText())
                    .isEqualTo("held");
            assertThat(rollcall.rejection("generous", email)
                            .at("/problems/0/code")
                            .asText())
                    .isEqualTo("RC-1103");
        });
        assertThat(rollcall.count("SELECT COUNT(*) FROM audit WHERE action = 'administrator.fallback'"))
                .isEqualTo(2);
        whoWaitsIsServedStill(rollcall, generous, held);
        assertThat(rollcall.count("SELECT COUNT(*) FROM audit WHERE action = 'administrator.fallback'"))
                .isEqualTo(2);
    }

    private static void whoWaitsIsServedStill(Rollcall rollcall, ScimClient generous, List<JsonNode> held) {
        String promoted = held.get(0).path("scimId").asText();
        String left = held.get(1).path("scimId").asText();
        String deleted = held.get(2).path("scimId").asText();

        String name = held.get(0).path("userName").asText().replace("@corp.example", "");
        assertThat(generous.replace(promoted, "title", "\"Magician\"").status()).isEqualTo(200);
        assertThat(rollcall.member(promoted).path("status").asText()).isEqualTo("held");
        assertThat(rollcall.member(promoted).path("role").isNull()).isTrue();
        JsonNode replayed = rollcall.replay(
                rollcall.rejection("generous", held.get(0).path("email").asText()));
        assertThat(replayed.path("result").asText()).as("%s", replayed).isEqualTo("held");
        assertThat(replayed.path("detail").asText())
                .contains("The user waits still")
                .contains("limit of 2");
        assertThat(generous.put(promoted, role(user(name), "tech")).status()).isEqualTo(200);
        assertThat(rollcall.assetMembers(held.get(0).path("email").asText()))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("role", "Technician"));

        assertThat(generous.replace(left, "active", "false").status()).isEqualTo(200);
        assertThat(rollcall.member(left).path("status").asText()).isEqualTo("inactive");
        assertThat(generous.replace(left, "active", "true").status()).isEqualTo(200);
        assertThat(rollcall.member(left).path("status").asText()).isEqualTo("held");

        String email = held.get(2).path("email").asText();
        assertThat(generous.delete(deleted).status()).isEqualTo(204);
        assertThat(rollcall.rejection("generous", email).path("state").asText()).isEqualTo("resolved");
        assertThat(rollcall.assetMembers(email)).isEmpty();
    }

    @OnEachDatabase
    void aHeldUserComesInWithAKnownRole(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient patient = rollcall.source("patient");

        Answer answer = patient.post(role(user("waits"), "Wizard"));

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(rollcall.member(answer.id()).path("status").asText()).isEqualTo("held");
        assertThat(rollcall.assetMembers("waits@corp.example")).isEmpty();
        JsonNode rejection = rollcall.rejection("patient", "waits@corp.example");
        assertThat(rejection.path("state").asText()).isEqualTo("held");
        assertThat(rejection.at("/problems/0/code").asText()).isEqualTo("RC-1102");

        Answer known = patient.put(answer.id(), role(user("waits"), "tech"));
        assertThat(known.status()).as("%s", known).isEqualTo(200);
        assertThat(rollcall.member(answer.id()).at("/delivery/state").asText()).isEqualTo("delivered");
        assertThat(rollcall.assetMembers("waits@corp.example"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("role", "Technician").containsEntry("status", "active"));
        assertThat(rollcall.rejection("patient", "waits@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("resolved");
    }

    @OnEachDatabase
    void aMemberKeepsItsRoleWhenAnUnknownOneIsToBeHeld(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient patient = rollcall.source("patient");
        String id = patient.post(role(user("keeps"), "Technician")).id();

        var user = role(user("keeps"), "Wizard");
        user.put("title", "Changed");
        assertThat(patient.put(id, user).status()).isEqualTo(200);

        assertThat(rollcall.assetMembers("keeps@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("role", "Technician")
                        .containsEntry("status", "active")
                        .containsEntry("job_title", "Changed"));

        for (String status : new String[] {"inactive", "active"}) {
            user.put("active", status.equals("active"));
            assertThat(patient.put(id, user).status()).isEqualTo(200);
            assertThat(rollcall.assetMembers("keeps@corp.example"))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row).containsEntry("role", "Technician").containsEntry("status", status));
        }
    }

    @OnEachDatabase
    void whoWaitedAndLeftWaitsAgain(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient patient = rollcall.source("patient");
        var user = role(user("again"), "Wizard");
        String id = patient.post(user).id();

        for (String status : new String[] {"inactive", "held"}) {
            user.put("active", status.equals("held"));
            assertThat(patient.put(id, user).status()).isEqualTo(200);
            assertThat(rollcall.member(id).path("status").asText()).isEqualTo(status);
        }
        assertThat(rollcall.assetMembers("again@corp.example")).isEmpty();
    }

    @OnEachDatabase
    void aUserWithAnUnknownRoleIsRefusedWhereThePolicySaysSo(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient strict = rollcall.source("strict");

        Answer refused = strict.post(role(user("refused"), "Wizard"));

        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.scimType()).isEqualTo("invalidValue");
        assertThat(refused.detail()).contains("RC-1101").contains("'Wizard'");
        assertThat(strict.findByUserName("refused@corp.example")).isEmpty();
        assertThat(rollcall.assetMembers("refused@corp.example")).isEmpty();
        assertThat(rollcall.rejection("strict", "refused@corp.example")
                        .path("state")
                        .asText())
                .isEqualTo("open");
    }

    @OnEachDatabase
    void aUserWithoutARoleGetsTheOneForThatCase(Database database) {
        Rollcall rollcall = database.rollcall();

        JsonNode anywhere =
                rollcall.member(rollcall.source("bench").post(user("roleless")).id());
        JsonNode own = rollcall.member(
                rollcall.source("strict").post(user("roleless.too")).id());

        assertThat(anywhere.path("role").asText()).isEqualTo("Staff User");
        assertThat(own.path("role").asText()).isEqualTo("Technician");
        assertThat(own.path("roleOrigin").asText()).isEqualTo("default");
    }

    @OnEachDatabase
    void aProtectedRoleIsNeitherDemotedNorDisabledBySources(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(role(user("protected"), "Administrator")).id();

        Answer demoted = bench.put(id, role(user("protected"), "Technician"));
        Answer disabled = bench.replace(id, "active", "false");
        Answer deleted = bench.delete(id);

        assertThat(demoted.status()).as("%s", demoted).isEqualTo(200);
        for (Answer answer : List.of(disabled, deleted)) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(403);
            assertThat(answer.detail()).contains("RC-1303");
        }
        assertThat(bench.get(id).body().path("active").asBoolean()).isTrue();
        assertThat(rollcall.assetMembers("protected@corp.example"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("role", "Administrator").containsEntry("status", "active"));
    }
}
