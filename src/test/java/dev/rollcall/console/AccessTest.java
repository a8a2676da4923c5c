package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class AccessTest extends ConsoleFixture {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final String ID = "00000000-0000-4000-8000-000000000000";

    @Autowired
    AccessTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/members, viewer",
        "GET,    /api/members/" + ID + ", viewer",
        "GET,    /api/members/" + ID + "/history, viewer",
        "GET,    /api/rejections, viewer",
        "GET,    /api/rejections/" + ID + ", viewer",
        "GET,    /api/deliveries, viewer",
        "GET,    /api/audit, viewer",
        "GET,    /api/settings, viewer",
        "GET,    /api/settings/export, viewer",
        "GET,    /api/sources, viewer",
        "GET,    /api/sources/bench, viewer",
        "GET,    /api/docs, viewer",
        "GET,    /actuator/info, viewer",
        "GET,    /actuator/prometheus, viewer",
        "POST,   /api/rejections/" + ID + "/replay, operator",
        "POST,   /api/deliveries/" + ID + "/retry, operator",
        "POST,   /api/deliveries/" + ID + "/discard, operator",
        "POST,   /api/sources/bench/preview, operator",
        "GET,    /api/sync-runs, viewer",
        "GET,    /api/sync-runs/" + ID + ", viewer",
        "GET,    /api/sync-runs/" + ID + "/changes, viewer",
        "POST,   /api/sync-runs, operator",
        "POST,   /api/sync-runs/" + ID + "/approve, operator",
        "POST,   /api/sync-runs/" + ID + "/cancel, operator",
        "POST,   /api/sources/bench/test, operator",
        "POST,   /api/sources/bench/release, admin",
        "GET,    /api/users, admin",
        "POST,   /api/users, admin",
        "POST,   /api/settings/versions/999/undo, admin",
        "POST,   /api/members, admin",
        "PATCH,  /api/settings, admin",
        "POST,   /api/settings/preview, admin",
        "GET,    /api/sources/bench/tokens, admin",
        "POST,   /api/sources/nobody/tokens, admin",
        "DELETE, /api/sources/bench/tokens/" + ID + ", admin",
        "PUT,    /api/anything, admin",
    })
    void everyCallHasItsLowestRole(String method, String path, String lowest) throws Exception {
        String body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
        Answer nobody = call(null, method, path, body);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).startsWith("Basic realm=\"Rollcall\"");
        assertThat(nobody.json().get("status").asInt()).isEqualTo(401);
        for (String role : ROLES) {
            Answer answer = call(role, method, path, body);
            if (ROLES.indexOf(role) < ROLES.indexOf(lowest)) {
                assertThat(answer.status()).as(role).isEqualTo(403);
                assertThat(answer.json().get("error").asText()).isEqualTo("Forbidden");
                assertThat(answer.json().get("detail").asText()).isNotBlank();
            } else {
                assertThat(answer.status()).as(role + " " + answer.text()).isNotIn(401, 403, 500);
            }
        }
    }

    @Test
    void healthIsOpenAndTellsNoDetails() throws Exception {
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            Answer answer = call(null, "GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("components").doesNotContain("details");
        }
    }

    @Test
    void nothingElseOfTheActuatorIsThereForAnybody() throws Exception {
        for (String name : List.of("env", "heapdump", "loggers", "shutdown", "beans", "configprops", "threaddump")) {
            assertThat(call("admin", "GET", "/actuator/" + name, null).status())
                    .as(name)
                    .isIn(403, 404);
            assertThat(call(null, "GET", "/actuator/" + name, null).status())
                    .as(name)
                    .isEqualTo(401);
        }
    }

    @Test
    void everythingElseDoesNotExist() throws Exception {
        for (String path : List.of(
                "/h2-console",
                "/error",
                "/favicon.ico",
                "/swagger-ui.html",
                "/v3/api-docs",
                "/oauth2/authorization/rollcall",
                "/login/oauth2/code/rollcall?code=a&state=b")) {
            Answer answer = call("admin", "GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.json().get("detail").asText()).isNotBlank();
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreAnsweredAlike() throws Exception {
        Answer wrong = send(basic("admin", "wrong"), "GET", "/api/members", null, "application/json");
        Answer unknown = send(basic("ghost", "wrong"), "GET", "/api/members", null, "application/json");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(send("Bearer bench-token", "GET", "/api/members", null, "application/json")
                        .status())
                .isEqualTo(401);
    }

    /** Right passwords are remembered: not beyond the moment in which they are changed, or their user is removed. */
    @Test
    void aPasswordOpensNothingOnceItIsChangedOrItsUserIsRemoved() throws Exception {
        String first =
                password(call("admin", "POST", "/api/users", "{\"username\": \"nightly\", \"role\": \"viewer\"}"));
        assertThat(statusFor("nightly", first)).isEqualTo(200);
        assertThat(statusFor("nightly", first)).isEqualTo(200);

        String second = password(call("admin", "POST", "/api/users/nightly/password", null));
        assertThat(statusFor("nightly", first)).isEqualTo(401);
        assertThat(statusFor("nightly", second)).isEqualTo(200);

        assertThat(call("admin", "DELETE", "/api/users/nightly", null).status()).isEqualTo(204);
        assertThat(statusFor("nightly", second)).isEqualTo(401);
    }

    private static String password(Answer answer) throws Exception {
        return answer.json().get("password").asText();
    }

    private int statusFor(String user, String password) throws Exception {
        return send(basic(user, password), "GET", "/api/members", null, "application/json")
                .status();
    }

    @Test
    void theHeadersOfTheApiForbidFramingSniffingAndCookies() throws Exception {
        Answer answer = call("viewer", "GET", "/api/settings", null);

        Map<String, String> wanted = Map.of(
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        wanted.forEach((name, value) -> assertThat(answer.header(name)).isEqualTo(value));
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void scimWithoutARightTokenIsAScimError() throws Exception {
        for (String authorization : List.of("Bearer wrong", "bench-token", "Bearer", basic("admin", "bench-admin"))) {
            Answer answer = send(authorization, "GET", "/scim/v2/Users", null, "application/scim+json");
            assertThat(answer.status()).as(authorization).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Rollcall\"");
            assertThat(answer.header("Content-Type")).startsWith("application/scim+json");
            assertThat(answer.json().get("schemas").toString())
                    .isEqualTo("[\"urn:ietf:params:scim:api:messages:2.0:Error\"]");
            assertThat(answer.json().get("status").isTextual()).isTrue();
            assertThat(answer.json().get("status").asText()).isEqualTo("401");
            assertThat(answer.json().get("detail").asText()).contains("token");
        }
    }

    @Test
    void scimWithARightTokenIsLetIn() throws Exception {
        for (String authorization : List.of(
                "Bearer bench-token", "bearer bench-token", "Bearer Bearer bench-token", basic("x", "bench-token"))) {
            assertThat(send(authorization, "GET", "/scim/v2/Nothing", null, "application/scim+json")
                            .status())
                    .as(authorization)
                    .isNotIn(401, 403, 500);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "PATCH,  /api/users/nobody,          {'role':'viewer'}, 404",
                "POST,   /api/users/nobody/password, ,                  404",
                "DELETE, /api/users/nobody,          ,                  404",
                "PATCH,  /api/users/viewer,          {'role':'king'},   400",
                "PATCH,  /api/users/viewer,          {},                400",
                "POST,   /api/users,                 `{'username':'viewer','role':'viewer'}`, 409",
                "PATCH,  /api/users/admin,           {'role':'viewer'}, 409",
                "DELETE, /api/users/admin,           ,                  409",
            })
    void aUserWhoIsNotThereIsNotFoundAndARoleThatCannotBeIsTheCallersMistake(
            String method, String path, @Nullable String body, int status) throws Exception {
        Answer answer = call("admin", method, path, body == null ? null : body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).endsWith(".");
    }
}
