package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.stub.AssetSonarStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members exist, and changes go to another asset system from now on, in which the same ids are other people's. */
class OtherTargetTest {
    private static final String TOKEN = "other-token-0123456789";

    @Test
    void idsOfOneAccountAreNeverUsedInAnotherAndCountAgainWhenItComesBack(@TempDir Path folder) {
        try (AssetSonarStub first = new AssetSonarStub(0, TOKEN);
                AssetSonarStub second = new AssetSonarStub(0, TOKEN);
                RunningRollcall rollcall = RunningRollcall.start(
                        folder, RunningRollcall.settings(WholeWayTest.delivered(first, TOKEN, "10s")))) {
            String user = pushed(rollcall, "dana@fabrikam.example");
            String id = idOf(first, "dana@fabrikam.example");
            pushed(rollcall, "fred@fabrikam.example");
            String other = second.add("eve@fabrikam.example", "Eve", "Staff User", true);
            assertThat(other).isEqualTo(id);

            moveTo(rollcall, second.url());
            patch(rollcall, user, "Daniela");

            await(() -> assertThat(named(second, "dana@fabrikam.example")).isEqualTo("Daniela"));
            assertThat(second.member(other)).containsEntry("email", "eve@fabrikam.example");
            assertThat(named(first, "dana@fabrikam.example")).isEqualTo("Dana");
            assertThat(second.byEmail("fred@fabrikam.example")).isEmpty();
            rollcall.api("POST", "/sync-runs", Map.of("mode", "verify"));
            await(() -> assertThat(second.byEmail("fred@fabrikam.example")).hasSize(1));

            moveTo(rollcall, first.url());
            patch(rollcall, user, "Dana-Maria");

            await(() -> assertThat(named(first, "dana@fabrikam.example")).isEqualTo("Dana-Maria"));
            assertThat(idOf(first, "dana@fabrikam.example")).isEqualTo(id);

            // The same account under another address: who has the same id and address is the same person.
            String moved = first.url().replace("127.0.0.1", "localhost");
            moveTo(rollcall, moved);
            patch(rollcall, user, "Dagmar");

            await(() -> assertThat(named(first, "dana@fabrikam.example")).isEqualTo("Dagmar"));
            assertThat(first.byEmail("dana@fabrikam.example")).hasSize(1);
        }
    }

    /** Another address needs the token with it. */
    private static void moveTo(RunningRollcall rollcall, String url) {
        Map<String, String> account = Map.of("url", url, "token", TOKEN);
        Wire.Answer answer = rollcall.api("PATCH", "/settings", Map.of("targets", Map.of("assetsonar", account)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void await(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion::run);
    }

    private static String idOf(AssetSonarStub stub, String email) {
        return String.valueOf(stub.byEmail(email).get(0).get("id"));
    }

    private static String named(AssetSonarStub stub, String email) {
        List<Map<String, Object>> found = List.copyOf(stub.byEmail(email));
        return found.isEmpty() ? "" : String.valueOf(found.get(0).get("first_name"));
    }

    private static String pushed(RunningRollcall rollcall, String email) {
        Wire.Answer made = rollcall.scim(
                "POST",
                "/Users",
                Map.of(
                        "userName",
                        email,
                        "name",
                        Map.of("givenName", "Dana", "familyName", "Falk"),
                        "emails",
                        List.of(Map.of("value", email, "type", "work"))));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private static void patch(RunningRollcall rollcall, String user, String givenName) {
        Wire.Answer answer = rollcall.scim(
                "PATCH",
                "/Users/" + user,
                Map.of("Operations", List.of(Map.of("op", "replace", "path", "name.givenName", "value", givenName))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
