package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class MemberPageTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    @Autowired
    MemberPageTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    private String push(String token, String name, String role) throws Exception {
        String user = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name + "\","
                + "\"name\":{\"familyName\":\"W\"},\"roles\":[{\"value\":\"" + role + "\"}]}";
        return send("Bearer " + token, "POST", "/scim/v2/Users", user, "application/json")
                .json()
                .path("id")
                .asText();
    }

    @Test
    void aMemberWhoseUserWaitsSaysWhyAndWhereToDoSomethingAboutIt() throws Exception {
        call(
                "admin",
                "PATCH",
                "/api/settings",
                "{\"sources\":{\"waiting\":{\"kind\":\"scim\",\"unknown-role\":{\"policy\":\"hold\"}}}}");
        String token = call("admin", "POST", "/api/sources/waiting/tokens", "{}")
                .json()
                .get("token")
                .asText();
        String id = push(token, "waits@page.example", "Wizard");
        ConsoleSession viewer = ConsoleSession.signIn(port, "viewer", "bench-viewer");

        assertThat(viewer.get("/console/members/" + id).text())
                .contains("Waits for a person", "role &#39;Wizard&#39; does not exist", "[RC-1102]")
                .contains("href=\"/console/problems?state=held&amp;source=waiting\"");

        String rejection = call("admin", "GET", "/api/rejections?source=waiting", null)
                .json()
                .at("/rejections/0/id")
                .asText();
        call("admin", "POST", "/api/rejections/" + rejection + "/discard", null);
        assertThat(viewer.get("/console/members/" + id).text()).doesNotContain("Waits for a person");
        call("admin", "PATCH", "/api/settings", "{\"sources\":{\"waiting\":null}}");
        assertThat(viewer.get("/console/members/" + id).text())
                .contains("waiting, which is not in the settings any more")
                .doesNotContain("href=\"/console/sources/waiting\"");
    }

    /** The identity provider goes on using the new name; the user that is stored has the old one. */
    @Test
    void aRefusalUnderAnotherNameIsShownAtTheMemberThatItIsOf() throws Exception {
        call(
                "admin",
                "PATCH",
                "/api/settings",
                "{\"sources\":{\"renaming\":{\"kind\":\"scim\",\"unknown-role\":{\"policy\":\"do-not-provision\"}}}}");
        String token = call("admin", "POST", "/api/sources/renaming/tokens", "{}")
                .json()
                .get("token")
                .asText();
        String id = push(token, "maiden@page.example", "Staff User");
        rename(token, id, "married@page.example", "Wizard");
        ConsoleSession viewer = ConsoleSession.signIn(port, "viewer", "bench-viewer");

        assertThat(viewer.get("/console/members/" + id).text())
                .contains("married@page.example", "role &#39;Wizard&#39; does not exist");
        rename(token, id, "maiden@page.example", "Staff User");
        assertThat(viewer.get("/console/members/" + id).text()).doesNotContain("Wizard");
    }

    private void rename(String token, String id, String userName, String role) throws Exception {
        send(
                "Bearer " + token,
                "PATCH",
                "/scim/v2/Users/" + id,
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"replace\",\"value\":"
                        + "{\"userName\":\"" + userName + "\",\"roles\":[{\"value\":\"" + role + "\"}]}}]}",
                "application/json");
    }

    @Test
    void theHistoryOfAMemberByHandNamesThePersonAndNoSource() throws Exception {
        Answer made = call("admin", "POST", "/api/members", "{\"email\":\"hand@page.example\",\"last_name\":\"H\"}");
        String id = made.json().get("id").asText();

        assertThat(call("viewer", "GET", "/api/members/" + id + "/history", null)
                        .json()
                        .at("/history/0/source")
                        .isNull())
                .isTrue();
        assertThat(ConsoleSession.signIn(port, "viewer", "bench-viewer")
                        .get("/console/members/" + id)
                        .text())
                .contains("by admin", "by default, since no role was chosen", "no source");
    }
}
