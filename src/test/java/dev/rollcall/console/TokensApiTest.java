package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class TokensApiTest extends ConsoleFixture {
    private static final String TOKENS = "/api/sources/rotating/tokens";

    @Autowired
    TokensApiTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @Test
    void aRotationHasTwoTokensForAWhileAndNeverThree() throws Exception {
        JsonNode old = made(null);
        JsonNode next = made("{\"expires\":\"" + Instant.now().plusSeconds(3600) + "\"}");
        assertThat(opens(old)).isTrue();
        assertThat(opens(next)).isTrue();

        Answer third = call("admin", "POST", TOKENS, null);
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.json().get("detail").asText())
                .contains("two live tokens")
                .contains("Revoke");

        assertThat(call("admin", "DELETE", TOKENS + "/" + old.get("id").asText(), null)
                        .status())
                .isEqualTo(204);
        await().atMost(Duration.ofSeconds(5)).until(() -> !opens(old));
        assertThat(opens(next)).isTrue();
        assertThat(call("admin", "DELETE", TOKENS + "/" + old.get("id").asText(), null)
                        .status())
                .isEqualTo(404);

        Answer list = call("admin", "GET", TOKENS, null);
        assertThat(list.json().get("tokens")).hasSize(2);
        assertThat(list.json().at("/tokens/0/revoked").isNull()).isFalse();
        assertThat(list.json().at("/tokens/1/expires").isNull()).isFalse();
        assertThat(list.json().at("/tokens/1/lastUsed").isNull()).isFalse();
        assertThat(list.text()).doesNotContain(next.get("token").asText()).doesNotContain("hash");
        assertThat(jdbc.queryForList("SELECT * FROM audit").toString())
                .contains("token.make")
                .contains("token.revoke")
                .doesNotContain(next.get("token").asText());
    }

    @Test
    void aTokenOfOneSourceIsNotFoundUnderAnother() throws Exception {
        JsonNode mine = call("admin", "POST", "/api/sources/okta/tokens", "{}").json();
        assertThat(call("admin", "DELETE", TOKENS + "/" + mine.get("id").asText(), null)
                        .status())
                .isEqualTo(404);
        assertThat(opens(mine)).isTrue();
    }

    @Test
    void aTimeThatHasPassedAndAnUnknownSourceAreRefusedWithASentence() throws Exception {
        Answer past = call("admin", "POST", "/api/sources/entra/tokens", "{\"expires\":\"2020-01-01T00:00:00Z\"}");
        assertThat(past.status()).isEqualTo(409);
        assertThat(past.json().get("detail").asText()).contains("expired already");
        assertThat(call("admin", "POST", "/api/sources/entra/tokens", "{\"expires\":\"soon\"}")
                        .status())
                .isEqualTo(400);
        assertThat(call("admin", "POST", "/api/sources/ghost/tokens", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void aTokenSetByAPatchOpensItsSourceAndTheOldOneNoLonger() throws Exception {
        String path = "/scim/v2/Nothing";
        Answer patched =
                call("admin", "PATCH", "/api/settings", "{\"sources\":{\"onelogin\":{\"token\":\"from-api\"}}}");
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.text()).doesNotContain("from-api");
        assertThat(send("Bearer from-api", "GET", path, null, "*/*").status()).isNotEqualTo(401);

        call("admin", "PATCH", "/api/settings", "{\"sources\":{\"onelogin\":{\"token\":null}}}");
        assertThat(send("Bearer from-api", "GET", path, null, "*/*").status()).isEqualTo(401);
    }

    private JsonNode made(@org.jspecify.annotations.Nullable String body) throws Exception {
        Answer answer = call("admin", "POST", TOKENS, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().get("token").asText()).matches("rc_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}");
        return answer.json();
    }

    private boolean opens(JsonNode token) throws Exception {
        return send("Bearer " + token.get("token").asText(), "GET", "/scim/v2/Nothing", null, "*/*")
                        .status()
                != 401;
    }
}
