package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.bench.ConsoleSession.Page;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LDAP and Google Workspace as an admin sets them up in the console, without a browser. */
@Timeout(120)
class DirectoryPagesTest {
    private static final Pattern INPUT =
            Pattern.compile("<input class=\"form-control\" id=\"(d\\.[^\"]+)\"[^>]*value=\"([^\"]*)\"");

    private static World world;
    private static ConsoleSession console;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = World.start(folder);
        for (int i = 0; i < 3; i++) {
            world.person(i);
        }
        console = ConsoleSession.signIn(world.port(), "admin", RunningRollcall.ADMIN_PASSWORD);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Map<String, String> ldap(String... more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "kind",
                "ldap",
                "id",
                "branch",
                "d.profile",
                "open-ldap",
                "d.url",
                "ldap://localhost:" + world.directory.getListenPort(),
                "d.tls",
                "none",
                "d.bind-dn",
                World.BIND_DN,
                "d.password",
                World.PASSWORD,
                "d.base",
                "ou=People," + World.ROOT));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    @Test
    void anLdapSourceIsAddedTestedPreviewedAndChanged() {
        assertThat(console.post("/console/new-source", ldap("d.base", "")).text())
                .contains("rollcall.sources.branch.base is missing");
        assertThat(console.post("/console/new-source", ldap("d.schedule", "every hour"))
                        .text())
                .contains("must be a Quartz cron expression")
                .contains("value=\"every hour\"")
                .contains("value=\"branch\"")
                .doesNotContain(World.PASSWORD);

        assertThat(console.post("/console/new-source", ldap()).location()).isEqualTo("/console/sources/branch");
        Page page = console.get("/console/sources/branch");
        assertThat(page.text())
                .contains("The source is there.")
                .contains("without encryption (tls: none)")
                .contains("No schedule: it is read only by hand.")
                .contains(
                        "at most 10 % of the active members or 50 of them, whichever is less, and change at most 20 %")
                .contains("placeholder=\"is set\"")
                .doesNotContain(World.PASSWORD);
        assertThat(console.post("/console/new-source", ldap()).text())
                .contains("There is a source with this id already");

        Page tested = org.awaitility.Awaitility.await()
                .until(
                        () -> console.post("/console/sources/branch/test", Map.of("part", "1")),
                        answer -> answer.text().contains("users were found"));
        assertThat(tested.text())
                .contains("3 users were found")
                .contains("becomes a member")
                .contains("p0@example.com");

        Page saved = console.post(
                "/console/sources/branch/directory",
                Map.of(
                        "d.schedule", "0 0 * * * ?",
                        "d.guard.deactivate.percent", "5",
                        "d.guard.deactivate.count", "7",
                        "d.group-roles", "cn=techs,dc=example,dc=com = Technician",
                        "d.never-touch", "boss\r\n\r\nroot@example.com "));
        assertThat(saved.location()).isEqualTo("/console/sources/branch");
        assertThat(console.get("/console/sources/branch").text())
                .contains("Full read:")
                .contains("next in ")
                .contains(":00 UTC")
                .contains("5 % of the active members or 7 of them")
                .contains("cn=techs,dc=example,dc=com = Technician")
                .contains("boss\nroot@example.com");
        assertThat(settings("branch"))
                .contains("\"group-roles\":{\"cn=techs,dc=example,dc=com\":\"Technician\"}")
                .contains("\"never-touch\":[\"boss\",\"root@example.com\"]")
                .contains("\"password\":\"***\"");

        console.post(
                "/console/sources/branch/directory",
                Map.of(
                        "d.schedule",
                        "",
                        "d.guard.deactivate.percent",
                        "",
                        "d.guard.deactivate.count",
                        "",
                        "d.group-roles",
                        ""));
        assertThat(settings("branch")).contains("\"group-roles\":{}").contains("\"schedule\":\"\"");
        assertThat(console.get("/console/sources/branch").text()).contains("as for all sources");
        assertThat(console.post("/console/sources/branch/directory", Map.of("d.base", "nowhere"))
                        .text())
                .contains("is no DN")
                .contains("nowhere");
        // The password was left alone all the time.
        assertThat(console.post("/console/sources/branch/test", Map.of("part", "1"))
                        .text())
                .contains("3 users were found");
        assertThat(console.post("/console/sources/branch/release", Map.of()).location())
                .isEqualTo("/console/sources/branch");
    }

    @Test
    void ldifIsPreviewedBesideTheMapping() {
        String ldif =
                "dn: uid=zoe,ou=People,dc=example,dc=com\nuid: zoe\ncn: Zoe Klein\nsn:: S2xlaW4=\nmail: zoe@example.com\nl: Graz\n";
        assertThat(console.get("/console/sources/corp-ad/attributes").text())
                .contains("LDIF, as ldapsearch writes it")
                .contains("dn: CN=Ada Brod");
        Page preview = console.post("/console/sources/corp-ad/preview", Map.of("document", ldif, "part", "1"));
        assertThat(preview.text())
                .contains("becomes a member")
                .contains("Klein")
                .contains("Graz");
        Page mapped = console.post(
                "/console/sources/corp-ad/preview",
                Map.of("document", ldif, "part", "1", "f.city.from", "postalCode", "f.job_title.from", "l"));
        assertThat(mapped.text()).contains("Job Title").contains("Graz").doesNotContain("City");
        assertThat(console.post("/console/sources/corp-ad/preview", Map.of("document", "uid: zoe", "part", "1"))
                        .text())
                .contains("it begins with a line such as dn:");
    }

    @Test
    void theApisPreviewTakesWhatTheConsolesDoes() {
        String ldif =
                "dn: uid=zoe,ou=People,dc=example,dc=com\nuid: zoe\nsn:: S2xlaW4=\nmail: zoe@example.com\nl: Graz\n";
        assertThat(preview("corp-ad", "text/plain", ldif)
                        .json()
                        .at("/fields/city")
                        .asText())
                .isEqualTo("Graz");
        assertThat(preview("corp-ad", "application/json", ldif)
                        .json()
                        .at("/fields/last_name")
                        .asText())
                .isEqualTo("Klein");
        assertThat(preview("corp-ad", "application/json", "{\"uid\": \"zoe\", \"mail\": \"zoe@example.com\"}")
                        .json()
                        .at("/fields/last_name")
                        .asText())
                .isEqualTo("zoe");
        String user = "{\"id\": \"1\", \"primaryEmail\": \"kim@example.com\", \"name\": {\"familyName\": \"Vale\"}}";
        for (String google : List.of(user, "{\"users\": [" + user + "]}")) {
            assertThat(preview("workspace", "application/json", google)
                            .json()
                            .at("/fields/last_name")
                            .asText())
                    .isEqualTo("Vale");
        }
        assertThat(preview("okta", "application/scim+json", "{\"userName\": \"kim@example.com\"}")
                        .json()
                        .get("result")
                        .asText())
                .isEqualTo("mapped");
    }

    @Test
    void theApisPreviewSaysWhatIsWrongWithAUser() {
        assertThat(problem(400, "corp-ad", "text/plain", "uid: zoe")).contains("it begins with a line such as dn:");
        assertThat(problem(400, "corp-ad", "text/plain", "dn: uid=a\nuid: a\n\ndn: uid=b\nuid: b\n"))
                .isEqualTo("Paste one entry; these are 2.");
        assertThat(problem(400, "okta", "application/json", "{\"userName\":\n \"kim\""))
                .isEqualTo("This is not right JSON near line 2.");
        assertThat(problem(400, "okta", "application/json", "{\"userName\": \"kim\", \"userName\": \"bo\"}"))
                .startsWith("This is not right JSON");
        assertThat(problem(400, "okta", "text/plain", "dn: uid=zoe\n")).startsWith("This is not right JSON");
        assertThat(problem(400, "okta", "application/json", "[]")).isEqualTo("One user is a JSON object: { … }.");
        assertThat(problem(400, "okta", "application/json", "")).startsWith("Send one user");
        assertThat(problem(404, "ghost", "application/json", "{}")).startsWith("There is no source with this id.");
        assertThat(problem(413, "okta", "application/json", "{\"x\": \"" + "x".repeat(300_000) + "\"}"))
                .isEqualTo("A user may have 256 KiB here.");
        assertThat(problem(415, "corp-ad", "application/x-www-form-urlencoded", "dn: uid=zoe"))
                .isEqualTo("The Content-Type does not fit. Send JSON; a preview takes LDIF as text/plain.");
        assertThat(world.rollcall
                        .api("GET", "/docs", null)
                        .json()
                        .at("/paths/~1api~1sources~1{id}~1preview/post/requestBody")
                        .toString())
                .contains("LDIF", "text/plain", "application/json");
    }

    private static String problem(int status, String source, String type, String user) {
        Wire.Answer answer = preview(source, type, user);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json().get("detail").asText();
    }

    private static Wire.Answer preview(String source, String type, String user) {
        String basic = "admin:" + RunningRollcall.ADMIN_PASSWORD;
        return Wire.send(
                world.port(),
                "POST",
                "/api/sources/" + source + "/preview",
                Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)),
                        "Content-Type",
                        type),
                user.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void googleIsSetUpTestedAndPreviewedByPaste() {
        Page page = console.get("/console/sources/workspace");
        assertThat(page.text()).contains("Service account key").contains("Organizational units");
        Page tested = console.post("/console/sources/workspace/test", Map.of());
        assertThat(tested.text()).contains("Google can be read").contains("becomes a member");

        Page both = console.post(
                "/console/sources/workspace/directory", Map.of("d.customer", "C01", "d.domain", "example.com"));
        assertThat(both.text()).contains("has a customer and a domain").contains("value=\"C01\"");
        assertThat(console.post("/console/sources/workspace/directory", Map.of("d.domain", "example.com"))
                        .status())
                .isEqualTo(302);
        assertThat(value(console.get("/console/sources/workspace"), "d.domain")).isEqualTo("example.com");
        console.post("/console/sources/workspace/directory", Map.of("d.domain", ""));
        assertThat(value(console.get("/console/sources/workspace"), "d.customer"))
                .isEqualTo("my_customer");

        String list =
                "{\"kind\": \"admin#directory#users\", \"users\": [{\"id\": \"1\", \"primaryEmail\": \"kim@example.com\","
                        + " \"name\": {\"givenName\": \"Kim\", \"familyName\": \"Vale\"}}]}";
        assertThat(console.post("/console/sources/workspace/preview", Map.of("document", list, "part", "1"))
                        .text())
                .contains("becomes a member")
                .contains("kim@example.com")
                .contains("Vale");
        assertThat(console.post(
                                "/console/sources/workspace/directory/forecast",
                                Map.of("d.org-units", "/Staff", "part", "1"))
                        .text())
                .contains("Nobody would change.");
    }

    @Test
    void whatPushesHasNoConnectionToTest() {
        assertThat(console.post("/console/sources/okta/test", Map.of("part", "1"))
                        .text())
                .contains("is not read by Rollcall");
        assertThat(console.post("/console/sources/okta/directory", Map.of()).text())
                .contains("there is nothing to connect to");
        assertThat(console.get("/console/new-source?kind=scim").status()).isEqualTo(400);
    }

    private static String settings(String source) {
        return world.rollcall
                .api("GET", "/settings", null)
                .json()
                .at("/sources/" + source)
                .toString();
    }

    private static String value(Page page, String name) {
        Matcher input = INPUT.matcher(page.text());
        while (input.find()) {
            if (input.group(1).equals(name)) {
                return input.group(2);
            }
        }
        throw new AssertionError("no field " + name);
    }
}
