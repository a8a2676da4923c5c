package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.bench.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What becomes of what was typed: kept where it is refused, whole where it is long, and of two admins neither is undone unseen. */
class SettingsFormsTest extends ConsoleFixture {
    private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"(\\d+)\"");

    @LocalServerPort
    private int port;

    private ConsoleSession admin;

    @Autowired
    SettingsFormsTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @BeforeAll
    void signIn() {
        admin = ConsoleSession.signIn(port, "admin", "bench-admin");
    }

    @AfterEach
    void asBefore() throws Exception {
        change(
                "{\"roles\":null,\"custom-fields\":null,\"sources\":{\"visited\":{\"attributes\":null,\"unknown-role\":null}}}");
    }

    private void change(String patch) throws Exception {
        assertThat(call("admin", "PATCH", "/api/settings", patch).status()).isEqualTo(200);
    }

    private JsonNode settings() throws Exception {
        return call("admin", "GET", "/api/settings", null).json();
    }

    private String version(String page) {
        Matcher found = VERSION.matcher(admin.get(page).text());
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private static Map<String, String> roles(String... names) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "customRoles", "1", "policy", "role", "role", "Staff User", "missing", "Staff User", "cap", "5"));
        for (int i = 0; i < names.length; i++) {
            form.put("name" + i, names[i]);
        }
        return form;
    }

    @Test
    void rolesThatAreRefusedStandInTheFormAsTheyWereTyped() throws Exception {
        Map<String, String> form = roles("Administrator", "Staff Member", "Night Watch");
        form.putAll(Map.of(
                "protected0",
                "1",
                "aliases2",
                "Guard, Porter",
                "rank2",
                "1",
                "policy",
                "hold",
                "missing",
                "Night Watch",
                "cap",
                "17",
                "policy.visited",
                "role",
                "role.visited",
                "Night Watch",
                "name3",
                "night watch"));

        ConsoleSession.Page refused = admin.post("/console/roles", form);

        assertThat(refused.text())
                .contains("role=\"alert\"")
                .contains("value=\"Staff Member\"", "value=\"Guard, Porter\"", "value=\"17\"", "value=\"night watch\"")
                .containsPattern("id=\"p-hold\" value=\"hold\" checked")
                .containsPattern("<option value=\"Night Watch\" selected=\"selected\">Night Watch</option>");
        assertThat(settings().at("/roles/catalogue")).hasSize(2);
    }

    @Test
    void aRoleInUseIsRenamedTogetherWithWhatNamesIt() throws Exception {
        Map<String, String> form = roles("Administrator", "Colleague");
        assertThat(admin.post("/console/roles", form).text())
                .contains("role=\"alert\"")
                .contains("value=\"Colleague\"");
        form.putAll(Map.of("role", "Colleague", "missing", "Colleague"));
        assertThat(admin.post("/console/roles", form).location()).isEqualTo("/console/roles");
        assertThat(settings().at("/roles/missing").asText()).isEqualTo("Colleague");
    }

    @Test
    void administratorsByFallbackAreConfirmedByTheWordWhicheverChoiceMakesThem() throws Exception {
        for (Map<String, String> choice :
                List.of(Map.of("policy", "administrator"), Map.of("policy", "role", "role", "Administrator"))) {
            Map<String, String> form = roles("Administrator", "Staff User");
            form.putAll(choice);
            assertThat(admin.post("/console/roles", form).text())
                    .contains("Users whose role does not exist would become administrators");
            assertThat(settings().at("/roles/unknown").toString())
                    .isEqualTo("{\"policy\":\"role\",\"role\":\"Staff User\"}");

            form.put("confirm", "Administrator");
            assertThat(admin.post("/console/roles", form).location()).isEqualTo("/console/roles");
            assertThat(settings().at("/roles/unknown/policy").asText()).isEqualTo(choice.get("policy"));
            asBefore();
        }
    }

    @Test
    void aFormOfFiveHundredFieldsKeepsThemAllAndOneThatIsTooLongIsRefused() throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            form.put("name" + i, "Field " + i);
            form.put("type" + i, "text");
        }
        assertThat(admin.post("/console/fields", form).location()).isEqualTo("/console/fields");
        assertThat(settings().at("/custom-fields")).hasSize(500);

        for (int i = 500; i < 1002; i++) {
            form.put("name" + i, "Field " + i);
            form.put("type" + i, "text");
        }
        ConsoleSession.Page refused = admin.post("/console/fields", form);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("A form takes 1000 entries at most; nothing was saved.");
        assertThat(settings().at("/custom-fields")).hasSize(500);
    }

    @Test
    void tenThousandRolesStayWhereTheFormHasNoRoomForThem() throws Exception {
        StringBuilder catalogue =
                new StringBuilder("{\"name\":\"Administrator\",\"protected\":true},{\"name\":\"Staff User\"}");
        for (int i = 0; i < 10_000; i++) {
            catalogue.append(",{\"name\":\"Role ").append(i).append("\"}");
        }
        change("{\"roles\":{\"catalogue\":[" + catalogue + "]}}");

        assertThat(admin.get("/console/roles").text())
                .contains("10,002 roles are too many for a form.")
                .doesNotContain("name=\"name0\"");
        Map<String, String> form = roles();
        form.put("policy", "hold");
        assertThat(admin.post("/console/roles", form).location()).isEqualTo("/console/roles");
        assertThat(settings().at("/roles/catalogue")).hasSize(10_002);
        assertThat(settings().at("/roles/unknown/policy").asText()).isEqualTo("hold");
    }

    @Test
    void theSecondOfTwoAdminsSeesThatTheFirstHasSaved() throws Exception {
        Map<String, String> form = roles("Administrator", "Staff User", "Mine");
        form.put("version", version("/console/roles"));
        change(
                "{\"roles\":{\"catalogue\":[{\"name\":\"Administrator\"},{\"name\":\"Staff User\"},{\"name\":\"Hers\"}]}}");

        ConsoleSession.Page between = admin.post("/console/roles", form);
        assertThat(between.text())
                .contains("&#39;admin&#39; saved a change of the same settings after you opened this page")
                .contains("value=\"Mine\"");
        assertThat(settings().at("/roles/catalogue/2/name").asText()).isEqualTo("Hers");

        Matcher newer = VERSION.matcher(between.text());
        assertThat(newer.find()).isTrue();
        form.put("version", newer.group(1));
        assertThat(admin.post("/console/roles", form).location()).isEqualTo("/console/roles");
        assertThat(settings().at("/roles/catalogue/2/name").asText()).isEqualTo("Mine");
    }

    @Test
    void whatSomebodyElseSavedElsewhereDoesNotMatterAndEveryFormAsks() throws Exception {
        for (List<String> one : List.of(
                List.of("/console/fields", "{\"custom-fields\":[{\"name\":\"Hers\"}]}", "name0", "Mine"),
                List.of(
                        "/console/sources/visited/attributes",
                        "{\"sources\":{\"visited\":{\"attributes\":{\"city\":\"town\"}}}}",
                        "f.city.from",
                        "village"),
                List.of(
                        "/console/roles",
                        "{\"sources\":{\"visited\":{\"unknown-role\":{\"policy\":\"hold\"}}}}",
                        "name0",
                        "Administrator"))) {
            Map<String, String> form =
                    one.get(0).endsWith("roles") ? roles("Administrator", "Staff User") : new LinkedHashMap<>();
            form.put(one.get(2), one.get(3));
            form.put("version", version(one.get(0)));
            change("{\"application-name\":\"Elsewhere\"}");
            change(one.get(1));
            assertThat(admin.post(one.get(0), form).text()).as(one.get(0)).contains("Nothing of yours is saved");

            form.put("version", version(one.get(0)));
            change("{\"application-name\":null}");
            assertThat(admin.post(one.get(0), form).location()).as(one.get(0)).isEqualTo(one.get(0));
        }
    }

    @Test
    void aFormThatDidNotComeWholeChangesNothing() throws Exception {
        ConsoleSession.Page cut = admin.post("/console/roles", Map.of("policy", "hold"));

        assertThat(cut.status()).isEqualTo(400);
        assertThat(cut.text()).contains("The form did not come whole; nothing was saved.");
        assertThat(settings().at("/roles/custom-roles").asBoolean()).isTrue();
    }

    @Test
    void whatWasTypedForAnotherUserOrSourceStandsInTheFormWhenItIsRefused() {
        assertThat(admin.post("/console/users", Map.of("username", "Nora Lind", "role", "operator"))
                        .text())
                .contains("A user name has 1 to 100 of a-z", "value=\"Nora Lind\"")
                .contains("<option value=\"operator\" selected=\"selected\">");
        assertThat(admin.post("/console/sources", Map.of("id", "Okta Prod")).text())
                .contains("role=\"alert\"", "value=\"Okta Prod\"");
    }

    @Test
    void aChangeThatIsNoJsonStandsInItsFieldWithThePlaceOfTheMistake() {
        assertThat(admin.post("/console/settings", Map.of("patch", "{ \"roles\": oops }"))
                        .text())
                .contains("The change is not right JSON near line 1, column", "{ &quot;roles&quot;: oops }");
    }

    @Test
    void aFormOfAnotherSessionOrOfNoneIsRefusedWithTheReason() {
        ConsoleSession.Page old = admin.postOld("/console/roles");
        assertThat(old.status()).isEqualTo(403);
        assertThat(old.text()).contains("This form was opened before you signed in, so nothing was done.");

        Wire.Answer none = Wire.send(port, "POST", "/console/roles", Map.of(), new byte[0]);
        assertThat(none.header("Location")).endsWith("/login?over");
        assertThat(Wire.send(port, "POST", "/logout", Map.of(), new byte[0]).header("Location"))
                .endsWith("/login?out");
        assertThat(Wire.send(port, "GET", "/console/roles", Map.of(), null).header("Location"))
                .endsWith("/login");
        assertThat(admin.get("/login?over").text()).contains("Your session was over");
    }
}
