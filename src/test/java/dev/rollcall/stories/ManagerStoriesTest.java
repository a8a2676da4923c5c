package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.email;
import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Who reports to whom: Entra ID sends our id of the manager, which no asset system knows. */
class ManagerStoriesTest {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static ObjectNode report(String name, String manager) {
        ObjectNode user = user(name);
        user.putObject(ENTERPRISE).putObject("manager").put("value", manager);
        return user;
    }

    private static Object managerOf(Rollcall rollcall, String name) {
        return String.valueOf(
                rollcall.assetMembers(name + "@corp.example").get(0).get("manager"));
    }

    @OnEachDatabase
    void aManagersIdIsDeliveredAsAnAddress(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String boss =
                bench.post(email(user("the-boss"), "The.Boss@corp.example")).id();
        Answer report = bench.post(report("reports", boss));

        assertThat(report.status()).as("%s", report).isEqualTo(201);
        assertThat(managerOf(rollcall, "reports")).isEqualTo("The.Boss@corp.example");
        assertThat(bench.get(report.id())
                        .body()
                        .path(ENTERPRISE)
                        .at("/manager/value")
                        .asText())
                .isEqualTo(boss);

        String other = bench.post(user("other-boss")).id();
        bench.replace(report.id(), ENTERPRISE + ":manager", "\"" + other + "\"");
        assertThat(managerOf(rollcall, "reports")).isEqualTo("other-boss@corp.example");

        bench.replace(other, "emails[type eq \"work\"].value", "\"new-boss@corp.example\"");
        assertThat(managerOf(rollcall, "reports")).isEqualTo("other-boss@corp.example");
        rollcall.remap("bench");
        assertThat(managerOf(rollcall, "reports")).isEqualTo("new-boss@corp.example");
    }

    @OnEachDatabase
    void whatIsNoIdOfTheSourceStaysAsItWasSent(Database database) {
        Rollcall rollcall = database.rollcall();
        String stranger = rollcall.source("sorted").post(user("stranger")).id();

        rollcall.source("bench").post(report("reports-elsewhere", stranger));
        rollcall.source("bench").post(report("reports-by-number", "26118915"));

        assertThat(managerOf(rollcall, "reports-elsewhere")).isEqualTo(stranger);
        assertThat(managerOf(rollcall, "reports-by-number")).isEqualTo("26118915");
    }

    @OnEachDatabase
    void aPreviewAndTheForecastOfAChangeKnowTheManagerToo(Database database) throws IOException {
        Rollcall rollcall = database.rollcall();
        ScimClient reporting = rollcall.source("reporting");
        String boss = reporting.post(user("a-boss")).id();
        reporting.post(report("a-report", boss));

        Answer preview = rollcall.post("/sources/reporting/preview", report("next-report", boss));
        String console = rollcall.console()
                .post(
                        "/console/sources/reporting/preview",
                        Map.of("document", report("next-report", boss).toString(), "part", "1"))
                .text();
        Answer forecast = rollcall.post(
                "/settings/preview",
                Http.JSON.readTree("{\"sources\":{\"reporting\":{\"attributes\":{\"description\":\"title\"}}}}"));

        assertThat(console).contains("a-boss@corp.example").doesNotContain(boss);
        assertThat(preview.body().at("/fields/manager").asText()).isEqualTo("a-boss@corp.example");
        assertThat(forecast.body().path("lookedAt").asInt()).as("%s", forecast).isEqualTo(2);
        assertThat(forecast.body().path("pending").asInt()).as("%s", forecast).isZero();
    }
}
