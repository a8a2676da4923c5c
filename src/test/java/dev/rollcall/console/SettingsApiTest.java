package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class SettingsApiTest extends ConsoleFixture {
    private static final String SETTINGS = "/api/settings";

    @Autowired
    SettingsApiTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @Test
    void aPatchIsInForceInItsAnswerAndUndoneByNull() throws Exception {
        Answer patched = call(
                "admin",
                "PATCH",
                SETTINGS,
                "{\"custom-fields\":[{\"name\":\"Cost Center\",\"type\":\"text\",\"mandatory\":false}],\"application-name\":\"Assets\"}");
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json().at("/custom-fields/0/name").asText()).isEqualTo("Cost Center");
        assertThat(call("viewer", "GET", SETTINGS, null)
                        .json()
                        .get("application-name")
                        .asText())
                .isEqualTo("Assets");

        call("admin", "PATCH", SETTINGS, "{\"custom-fields\":null,\"application-name\":null}");
        Answer after = call("viewer", "GET", SETTINGS, null);
        assertThat(after.json().get("custom-fields")).isEmpty();
        assertThat(after.json().get("application-name").asText()).isEqualTo("AssetSonar");
        assertThat(call("viewer", "GET", "/api/audit", null).text())
                .contains("settings.change")
                .contains("Cost Center");
    }

    @Test
    void aChangeOfSettingsThatSomebodyElseChangedIsRefusedWhereItAsksForThat() throws Exception {
        String read = call("viewer", "GET", SETTINGS, null).header("ETag");
        String name = "{\"application-name\":\"Mine\"}";

        Answer first = patch(name, read);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEqualTo(read);
        Answer second = patch("{\"application-name\":\"Yours\"}", read);

        assertThat(second.status()).as(second.text()).isEqualTo(412);
        assertThat(second.json().get("detail").asText()).contains("If-Match").contains("Read them again");
        assertThat(call("viewer", "GET", SETTINGS, null)
                        .json()
                        .get("application-name")
                        .asText())
                .isEqualTo("Mine");
        for (String any : List.of(read + ", " + first.header("ETag"), "*")) {
            assertThat(patch(name, any).status()).isEqualTo(200);
        }
        assertThat(patch(name, "W/" + call("viewer", "GET", SETTINGS, null).header("ETag"))
                        .status())
                .isEqualTo(412);
        call("admin", "PATCH", SETTINGS, "{\"application-name\":null}");
    }

    private Answer patch(String patch, String ifMatch) throws Exception {
        return send(basic("admin", "bench-admin"), "PATCH", SETTINGS, patch, "application/json", "If-Match", ifMatch);
    }

    @Test
    void theShippedFileAndTheOverlayAreOneTreeWithoutSecrets() throws Exception {
        Answer answer = call("viewer", "GET", SETTINGS, null);

        assertThat(answer.json().get("sources").fieldNames())
                .toIterable()
                .contains("okta", "entra", "onelogin", "bench");
        assertThat(answer.json().at("/sources/bench/token").asText()).isEqualTo("***");
        assertThat(answer.json().at("/sources/okta/token").asText()).isEmpty();
        assertThat(answer.text()).doesNotContain("bench-token").doesNotContain("bench-admin");
    }

    @Test
    void yamlIsAnsweredWhereItIsAskedFor() throws Exception {
        Answer export = call("viewer", "GET", SETTINGS + "/export", null);
        Answer accepted = send(basic("viewer", "bench-viewer"), "GET", SETTINGS, null, "application/yaml");

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).startsWith("application/yaml");
        assertThat(export.text()).startsWith("rollcall:\n").contains("${ROLLCALL_SOURCES_BENCH_TOKEN}");
        assertThat(accepted.text()).isEqualTo(export.text());
    }

    @Test
    void whatIsWrongIsToldBySentenceAndByProblem() throws Exception {
        Answer answer = call(
                "admin",
                "PATCH",
                SETTINGS,
                "{\"roles\":{\"missing\":\"Ghost\"},\"delivery\":{\"route\":\"http://x\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems")).hasSize(2);
        assertThat(answer.json().get("detail").asText())
                .contains("rollcall.roles.missing")
                .contains("'Ghost'");
    }

    @Test
    void bodiesThatAreNoPatchAreRefusedBeforeTheyAreRead() throws Exception {
        assertThat(call("admin", "PATCH", SETTINGS, "[]").status()).isEqualTo(400);
        assertThat(call("admin", "PATCH", SETTINGS, "{\"a\":1,\"a\":2}").status())
                .isEqualTo(400);
        assertThat(call("admin", "PATCH", SETTINGS, "{\"secret-canary\"").text())
                .doesNotContain("canary");
        assertThat(call("admin", "PATCH", SETTINGS, "{\"a\":".repeat(60) + "1" + "}".repeat(60))
                        .status())
                .isEqualTo(400);
        assertThat(call("admin", "PATCH", SETTINGS, "\"" + "x".repeat((1 << 20) + 1) + "\"")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aSourceShowsItsUsersAndWhatItSentInVain() throws Exception {
        jdbc.update(
                "INSERT INTO source_note (source_id, kind, name, last_seen) VALUES ('bench', 'unknown-attribute', 'nickName', CURRENT_TIMESTAMP)");
        jdbc.update(
                "INSERT INTO source_note (source_id, kind, name, last_seen) VALUES ('bench', 'group-write', 'POST', CURRENT_TIMESTAMP)");
        Answer answer = call("viewer", "GET", "/api/sources/bench", null);

        assertThat(answer.json().get("kind").asText()).isEqualTo("scim");
        assertThat(answer.json().get("adopt").asText()).isEqualTo("email");
        assertThat(answer.json().get("users").isNumber()).isTrue();
        assertThat(answer.json().at("/unknownAttributes/0/name").asText()).isEqualTo("nickName");
        assertThat(answer.json().at("/groupWrites/0/name").asText()).isEqualTo("POST");
        assertThat(call("viewer", "GET", "/api/sources/ghost", null)
                        .json()
                        .get("detail")
                        .asText())
                .contains("no source");
    }
}
