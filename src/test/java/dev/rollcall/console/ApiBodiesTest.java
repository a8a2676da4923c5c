package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A body that is not understood does nothing. */
class ApiBodiesTest extends ConsoleFixture {
    @Autowired
    ApiBodiesTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /sync-runs | {'source':'bench','dry_run':true} | no field 'dry_run' in this body. Its fields are 'dryRun', 'mode', 'remap', 'source'.",
                "POST | /sync-runs | {'sourceId':'bench','dryrun':true} | no field 'sourceId'",
                "POST | /sync-runs | {'source':'bench','dryRun':''} | field 'dryRun' has a value of the wrong kind",
                "POST | /sync-runs | {'source':'bench','dryRun':{}} | field 'dryRun' has a value of the wrong kind",
                "POST | /sync-runs | {'source':'bench','dryRun':true,'dryRun':false} | is not the JSON",
                "POST | /sync-runs | {'source':'bench'} {'dryRun':true} | is not the JSON",
                "POST | /sync-runs | ['bench'] | is not the JSON",
                "POST | /sources/bench/tokens | {'expire':'2099-01-01T00:00:00Z'} | no field 'expire' in this body. Its fields are 'expires'.",
                "POST | /sources/bench/tokens | {'expires':''} | field 'expires' has a value of the wrong kind",
                "POST | /members | {'email':'a@corp.example','status':'gone'} | the status must be active or inactive",
                "POST | /users | {'username':'new','role':'viewer','password':'mine'} | no field 'password'",
                "PATCH | /users/viewer | {'username':'other','role':'admin'} | no field 'username' in this body. Its fields are 'role'.",
                "POST | /members | {'user_nam':'ada'} | no member field 'user_nam'",
                "POST | /members | {'last_name':'Half \\ud800'} | the value of 'last_name' holds the character U+0000 or half of a surrogate pair",
                "POST | /settings/preview | {'applicationname':'Assets'} | The nearest one is rollcall.application-name",
            })
    void whatIsNotUnderstoodIsRefusedByName(String method, String path, String body, String detail) throws Exception {
        List<Map<String, Object>> before = state();
        Answer answer = call("admin", method, "/api" + path, body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(detail);
        assertThat(state()).isEqualTo(before);
    }

    private List<Map<String, Object>> state() {
        return Stream.of("sync_run", "source_token", "console_user", "member")
                .flatMap(table -> jdbc.queryForList("SELECT * FROM " + table).stream())
                .toList();
    }

    @Test
    void aBodyOfMoreThanOneMebibyteIsNotParsed() throws Exception {
        String settings = "{\"roles\":{\"catalogue\":[" + "{\"name\":\"x\"},".repeat(90_000) + "{\"name\":\"y\"}]}}";
        Answer answer = call("admin", "POST", "/api/settings/preview", settings);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("detail").asText()).contains("larger than 1 MiB");
    }

    @Test
    void aLongNameIsNotRepeatedWhole() throws Exception {
        Answer answer = call("admin", "POST", "/api/sync-runs", "{\"" + "x".repeat(1000) + "\":1}");
        assertThat(answer.text()).contains("'" + "x".repeat(60) + "'");
    }
}
