package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class NewMemberPageTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    @Autowired
    NewMemberPageTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @Test
    void aMemberIsMadeByHandAndWhatIsWrongIsSaidBesideWhatWasTyped() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        assertThat(admin.get("/console/members").text()).contains("href=\"/console/new-member\"");

        ConsoleSession.Page wrong =
                admin.post("/console/new-member", Map.of("m.email", "no address", "m.city", "Graz", "m.role", ""));
        assertThat(wrong.text()).contains("no address", "value=\"Graz\"", "role=\"alert\"");

        ConsoleSession.Page made = admin.post(
                "/console/new-member", Map.of("m.email", "bo.lind@acme.example", "m.last_name", "Lind", "m.city", ""));
        assertThat(made.location()).startsWith("/console/members/");
        assertThat(admin.get(made.location()).text())
                .contains("The member is made")
                .contains("bo.lind@acme.example")
                .contains("no source");
        assertThat(admin.get("/console/audit").text())
                .contains("made a member by hand")
                .contains("href=\"" + made.location() + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'email':'x','last_name':'L'} | 'x' is not an e-mail address for field 'E-mail'. Correct the value. [RC-1202]",
                "{'email':'k@b.example','role':'King'} | role 'King' does not exist in AssetSonar. Choose one of: Administrator, Staff User; or add the role, or an alias of it, to the roles. [RC-1101]",
                "{'last_name':'L'} | field 'E-mail' has no value. Fill it. [RC-1201]",
                "{'email':'made@b.example','last_name':'L'} | 'made@b.example' is that of another member which no source owns. Type another one, or look that member up. [RC-1301]",
                "{'email':'o@b.example','user_name':'MADE@b.example'} | user name 'MADE@b.example' is that of another member which no source owns.",
                "{'email':'owned@b.example'} | 'owned@b.example' belongs to a member that the source 'bench' owns. Type another e-mail, or leave the member to that source. [RC-1302]",
                "{'email':['a@b.example']} | the value of 'email' must be a text.",
                "{'email':'a@b.example','last_name':{'a':1}} | the value of 'last_name' must be a text.",
            })
    void whatIsWrongIsSaidToThePersonWhoTypesIt(String form, String sentence) throws Exception {
        call("admin", "POST", "/api/members", "{\"email\":\"made@b.example\",\"last_name\":\"M\"}");
        send(
                "Bearer bench-token",
                "POST",
                "/scim/v2/Users",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"owned@b.example\",\"name\":{\"familyName\":\"O\"}}",
                "application/json");

        Answer answer = call("admin", "POST", "/api/members", form.replace('\'', '"'));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText())
                .contains(sentence)
                .doesNotContainIgnoringCase("identity provider")
                .doesNotContain("SCIM", "source '~'");
    }

    @Test
    void aViewerIsNotOfferedTheForm() {
        ConsoleSession viewer = ConsoleSession.signIn(port, "viewer", "bench-viewer");
        assertThat(viewer.get("/console/members").text()).doesNotContain("/console/new-member");
        assertThat(viewer.get("/console/new-member").text())
                .contains("An admin can make members.")
                .doesNotContain("m.email");
    }
}
