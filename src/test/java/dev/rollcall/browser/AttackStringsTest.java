package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 attack strings in every attribute of users, pushed by SCIM and pulled from LDAP, on every page that shows users: no
 * script runs, and the browser has nothing to refuse. The lists show all of them always; of the members' own pages every
 * tenth is looked at, with {@code -Ptrials} each.
 */
class AttackStringsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEP = Boolean.getBoolean("trials.full") ? 1 : 10;

    @Test
    @Timeout(600)
    void noneOfThemRuns(@TempDir Path folder) throws JsonProcessingException {
        List<String> attacks = AttackStrings.all();
        assertThat(attacks).hasSize(200).doesNotHaveDuplicates();
        try (World world = World.start(folder);
                Chromium browser = Chromium.on(world.port())) {
            for (int i = 0; i < attacks.size(); i++) {
                world.rollcall.scim("POST", "/Users", user(attacks.get(i), i));
                String text = ":: "
                        + Base64.getEncoder()
                                .encodeToString(attacks.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                world.person(i, "description" + text, "employeeNumber" + text, "ou" + text, "street" + text);
            }
            // All of them are rejected: the role is not an option, and they stay on the list of problems.
            world.api(
                    "PATCH",
                    "/settings",
                    Map.of("sources", Map.of("okta", Map.of("unknown-role", Map.of("policy", "do-not-provision")))));
            for (int i = 0; i < attacks.size(); i++) {
                world.rollcall.scim("POST", "/Users", user(attacks.get(i), 1000 + i));
            }
            String dry = world.run(Map.of("source", "corp-ad", "dryRun", true))
                    .path("id")
                    .asText();
            world.run(Map.of("source", "corp-ad", "mode", "full"));

            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("Overview");
            int shown = 0;
            for (String page : List.of(
                    "/console",
                    "/console/requests?source=okta",
                    "/console/sources/okta",
                    "/console/audit",
                    "/console/settings")) {
                calm(browser, page);
            }
            for (String list : List.of("/console/members", "/console/problems", "/console/runs/" + dry)) {
                shown += through(browser, list);
            }
            assertThat(shown).as("users on the lists").isGreaterThan(700);
            for (String source : List.of("okta", "corp-ad")) {
                List<String> members = members(world, source);
                // A few are refused for what they are, and stand under Problems.
                assertThat(members).hasSizeGreaterThan(190);
                for (int i = 0; i < members.size(); i += STEP) {
                    calm(browser, "/console/members/" + members.get(i));
                    assertThat(browser.text()).containsAnyOf("alert", "ale'+'rt");
                }
            }
            pasted(browser, attacks);
        }
    }

    /** Typed into the preview and into the search, as somebody would be talked into doing. */
    private static void pasted(Chromium browser, List<String> attacks) {
        browser.open("/console/sources/okta/attributes");
        for (int i = 0; i < attacks.size(); i += 20) {
            String document = user(attacks.get(i), 5000 + i).toString();
            browser.script(
                    "document.getElementById('preview-result').textContent = '';"
                            + "document.getElementById('document').value = arguments[0];"
                            + "document.getElementById('document').dispatchEvent(new Event('change', {bubbles: true}));",
                    document);
            browser.waitFor("is refused");
            browser.assertCalm("preview");
        }
        browser.open("/console/members?q="
                + java.net.URLEncoder.encode(attacks.get(27), java.nio.charset.StandardCharsets.UTF_8));
        browser.assertCalm("search");
    }

    private static void calm(Chromium browser, String page) {
        browser.open(page);
        browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        browser.assertCalm(page);
    }

    /** Looks at a list to its end; how many rows it had. */
    private static int through(Chromium browser, String first) {
        int rows = 0;
        Object next = first;
        for (int i = 0; next instanceof String page && i < 30; i++) {
            calm(browser, page);
            rows += ((Number) java.util.Objects.requireNonNull(
                            browser.script("return document.querySelectorAll('main tbody tr').length")))
                    .intValue();
            next = browser.script(
                    "const a = document.querySelector('a[rel=next]'); return a && a.getAttribute('href')");
        }
        return rows;
    }

    private static List<String> members(World world, String source) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.rollcall
                    .api("GET", "/members?limit=200&source=" + source + "&cursor=" + cursor, null)
                    .json();
            page.path("members").forEach(member -> ids.add(member.path("id").asText()));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return ids;
    }

    private static ObjectNode user(String attack, int i) {
        ObjectNode user = JSON.createObjectNode();
        user.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User");
        user.put("userName", i + " " + attack);
        user.put("externalId", i + attack);
        user.put("active", true);
        for (String name : List.of(
                "displayName",
                "nickName",
                "title",
                "userType",
                "preferredLanguage",
                "locale",
                "timezone",
                "profileUrl")) {
            user.put(name, attack);
        }
        ObjectNode name = user.putObject("name");
        for (String part : List.of("formatted", "familyName", "givenName", "middleName", "honorificPrefix")) {
            name.put(part, attack);
        }
        user.putArray("emails")
                .addObject()
                .put("value", "m" + i + "@attack.example")
                .put("type", "work")
                .put("primary", true)
                .put("display", attack);
        user.putArray("phoneNumbers").addObject().put("value", attack).put("type", "work");
        user.putArray("roles")
                .addObject()
                .put("value", attack)
                .put("display", attack)
                .put("primary", true);
        ObjectNode address = user.putArray("addresses").addObject().put("type", "work");
        for (String part : List.of("formatted", "streetAddress", "locality", "region", "postalCode", "country")) {
            address.put(part, attack);
        }
        ObjectNode enterprise = user.putObject("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
        for (String part : List.of("employeeNumber", "costCenter", "organization", "division", "department")) {
            enterprise.put(part, attack);
        }
        enterprise.putObject("manager").put("value", attack).put("displayName", attack);
        return user;
    }
}
