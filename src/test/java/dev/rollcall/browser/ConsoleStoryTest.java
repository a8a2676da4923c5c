package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first hour with Rollcall, as an admin of the asset system lives it, in a browser. */
class ConsoleStoryTest {
    private static final String ADA = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@fabrikam.example",
             "name": {"givenName": "Ada", "familyName": "Brod"}, "active": true,
             "emails": [{"value": "ada@fabrikam.example", "type": "work", "primary": true}],
             "roles": [{"value": "Ninja", "primary": true}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Forge"},
             "addresses": [{"type": "home", "streetAddress": "1 Mill Lane", "locality": "York"},
                           {"type": "work", "locality": "Leeds"}]%s}""";

    @Test
    @Timeout(150)
    void fromTheFirstStartToAnAddress(@TempDir Path folder) throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.start(
                        folder, RunningRollcall.settings(Map.of("sources", Map.of("okta", Map.of("kind", "scim")))));
                Chromium browser = Chromium.on(rollcall.port())) {
            browser.open("/");
            assertThat(browser.path()).isEqualTo("/login");
            browser.signIn("admin", "wrong");
            browser.waitFor("User name or password is wrong.");
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("no connector key");
            browser.assertCalm("overview");

            browser.follow("okta");
            browser.press("Make a connector key");
            browser.waitFor("It is shown only now.");
            String key = browser.textOf("made");
            assertThat(browser.textOf("base")).endsWith("/scim/v2");
            browser.open("/console/sources/okta");
            assertThat(browser.text()).doesNotContain(key);

            Wire.Answer pushed = push(rollcall, key, "POST", "/Users", ADA.formatted(""));
            assertThat(pushed.status()).as(pushed.text()).isEqualTo(201);
            String scimId = pushed.json().get("id").asText();

            browser.follow("Members");
            browser.type("q", "ada");
            browser.waitFor("by fallback");
            browser.follow("Ada Brod");
            browser.waitFor("since the role Ninja does not exist");
            assertThat(browser.text())
                    .contains("Staff User")
                    .contains("1 Mill Lane")
                    .contains("Leeds");
            assertThat(browser.textOf("main")).doesNotContain("Address Line 1");

            setTheDefaultRole(browser);
            mapTheAddress(browser);

            Wire.Answer again =
                    push(rollcall, key, "PUT", "/Users/" + scimId, ADA.formatted(", \"displayName\": \"Ada Brod\""));
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            browser.open("/console/members/" + scimId);
            browser.waitFor("Address Line 1");
            assertThat(browser.text()).contains("1 Mill Lane").contains("addresses[type eq \"home\"].streetAddress");
            browser.assertCalm("member");

            browser.open("/console/requests?source=okta");
            browser.waitFor("POST /scim/v2/Users");
            assertThat((String) browser.script("return document.body.textContent"))
                    .contains("\"userName\" : \"a•••\"")
                    .contains("Ninja")
                    .doesNotContain("ada@fabrikam.example");
            browser.open("/console/audit");
            assertThat(browser.text()).contains("changed settings").contains("made a connector key");
            browser.press("Sign out");
            browser.waitFor("You are signed out.");
            browser.open("/console/members");
            assertThat(browser.path()).isEqualTo("/login");
        }
    }

    private static void setTheDefaultRole(Chromium browser) {
        browser.open("/console/roles");
        browser.tick("p-admin");
        browser.press("What would change");
        browser.waitFor("1 member would become Administrator.");
        browser.press("Save");
        browser.waitFor("type the word Administrator");
        browser.tick("p-not");
        browser.press("What would change");
        browser.waitFor("1 user would be refused who are accepted today");
        browser.tick("p-staff");
        browser.press("Save");
        browser.waitFor("Saved as version 1.");
        browser.assertCalm("roles");
    }

    private static void mapTheAddress(Chromium browser) {
        browser.open("/console/sources/okta/attributes");
        browser.type("f.address_line_1.from", "addresses[type eq \"home\"].streetAddress");
        browser.press("What would change");
        browser.waitFor("1 member would change.");
        assertThat(browser.textOf("outcome")).contains("Address Line 1").contains("1 Mill Lane");
        browser.type("search", "ada");
        browser.waitFor("becomes a member");
        assertThat(browser.textOf("preview-result")).contains("Address Line 1").contains("1 Mill Lane");
        browser.press("Save");
        browser.waitFor("Saved as version 2.");
        browser.assertCalm("attributes");
        assertThat(List.of(browser.textOf("main"))).first().asString().contains("own mapping");
    }

    private static Wire.Answer push(RunningRollcall rollcall, String key, String method, String path, String body) {
        return Wire.send(
                rollcall.port(),
                method,
                "/scim/v2" + path,
                RunningRollcall.bearer(key),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
