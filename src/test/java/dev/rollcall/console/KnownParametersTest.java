package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class KnownParametersTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    KnownParametersTest(@Autowired JdbcTemplate jdbc, @Autowired PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /members?statuss=active | There is no parameter 'statuss' here. The parameters of this address are 'cursor', 'email', 'limit', 'q', 'role', 'roleOrigin', 'source', 'status', 'userName'.",
                "GET | /members?Status=active | There is no parameter 'Status' here.",
                "GET | /rejections?status=open | The parameters of this address are 'cursor', 'limit', 'source', 'state'.",
                "GET | /settings?q= | There is no parameter 'q' here. This address takes none",
                "GET | /members/x?q=1 | There is no parameter 'q' here.",
                "POST | /sync-runs?dryRun=true | There is no parameter 'dryRun' here. This address takes none",
                "DELETE | /users/nobody?force | There is no parameter 'force' here.",
                "GET | /members?status=active&status=held | The parameter 'status' is there twice.",
                "GET | /members?roleOrigin=falback | The parameter 'roleOrigin' must be one of source, default, fallback, derived, manual.",
                "GET | /requests | The parameter 'source' is missing. Give it.",
                "GET | /audit?limit=1&limit=2 | The parameter 'limit' is there twice.",
            })
    void whatAnAddressDoesNotHaveIsRefusedByName(String method, String path, String detail) throws Exception {
        Answer answer = call("admin", method, "/api" + path, method.equals("POST") ? "{}" : null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }

    @Test
    void whatItHasIsTakenAlsoWhereItIsEmptyAndTheDescriptionIsNotConcerned() throws Exception {
        assertThat(call("admin", "GET", "/api/members?status=&q=&limit=&cursor=", null)
                        .status())
                .isEqualTo(200);
        assertThat(call("admin", "GET", "/api/requests?source=bench&failed=true&limit=1", null)
                        .status())
                .isEqualTo(200);
        assertThat(call("admin", "HEAD", "/api/audit?limit=1", null).status()).isEqualTo(200);
        assertThat(call("admin", "GET", "/api/docs?lang=en", null).status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeDecodedIsRefusedInsteadOfLeftOut() {
        Map<String, String> admin = Map.of("Authorization", basic("admin", "bench-admin"));
        Wire.Answer answer = Wire.send(port, "GET", "/api/members?status=%zz", admin, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).startsWith("The parameters cannot be read.");

        Wire.Answer path = Wire.send(port, "GET", "/api/members/%00", admin, null);
        assertThat(path.status()).isEqualTo(400);
        assertThat(path.json().has("schemas")).as(path.text()).isFalse();
        assertThat(path.json().get("error").asText()).isEqualTo("Bad Request");
        assertThat(Wire.send(port, "GET", "/scim/v2/Users/%00", admin, null)
                        .json()
                        .has("schemas"))
                .isTrue();
    }
}
