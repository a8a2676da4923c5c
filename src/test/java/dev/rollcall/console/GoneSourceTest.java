package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Rejected users of a source that was taken out of the settings: they are told apart, and can be given up together. */
class GoneSourceTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    @Autowired
    GoneSourceTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    private void settings(String patch) throws Exception {
        assertThat(call("admin", "PATCH", "/api/settings", patch.replace('\'', '"'))
                        .status())
                .isEqualTo(200);
    }

    private long open() throws Exception {
        return call("admin", "GET", "/api/rejections?source=gone&state=open", null)
                .json()
                .get("rejections")
                .size();
    }

    @Test
    void theyAreDiscardedTogetherAndAReplaySaysWhyItCannotBe() throws Exception {
        settings("{'sources':{'gone':{'kind':'scim','unknown-role':{'policy':'do-not-provision'}}}}");
        String token = call("admin", "POST", "/api/sources/gone/tokens", "{}")
                .json()
                .get("token")
                .asText();
        for (String name : new String[] {"eve", "fay", "gus"}) {
            send(
                    "Bearer " + token,
                    "POST",
                    "/scim/v2/Users",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name
                            + "@gone.example\",\"name\":{\"familyName\":\"G\"},\"roles\":[{\"value\":\"Wizard\"}]}",
                    "application/json");
        }
        assertThat(open()).isEqualTo(3);
        ConsoleSession operator = ConsoleSession.signIn(port, "operator", "bench-operator");
        Map<String, String> all = Map.of("action", "discard-all", "source", "gone");
        assertThat(operator.post("/console/problems/rejections", all).text())
                .contains("Source &#39;gone&#39; is in the settings. Tick the users that you mean.");
        settings("{'sources':{'gone':null}}");

        String id = call("admin", "GET", "/api/rejections?source=gone", null)
                .json()
                .at("/rejections/0/id")
                .asText();
        Answer replay = call("admin", "POST", "/api/rejections/" + id + "/replay", null);
        assertThat(replay.status()).isEqualTo(400);
        assertThat(replay.text())
                .contains("Source 'gone' is not in the settings any more", "Put it back under the same id.");
        assertThat(operator.get("/console/problems").text())
                .contains("not in the settings any more")
                .doesNotContain("href=\"/console/sources/gone\"");

        assertThat(operator.get("/console/problems?source=gone").text()).contains("Discard all of this source");
        assertThat(operator.post("/console/problems/rejections", all).location())
                .isEqualTo("/console/problems");
        assertThat(operator.get("/console/problems").text()).contains("3 users are shown no more.");
        assertThat(open()).isZero();
        assertThat(call("admin", "GET", "/api/audit?limit=1", null)
                        .json()
                        .at("/audit/0/subject")
                        .asText())
                .isEqualTo("gone");
    }
}
