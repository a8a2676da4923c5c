package dev.rollcall.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.rollcall.bench.ConsoleSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole way by a provider, as a browser goes it. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "rollcall.admin.password=bench-admin",
            "rollcall.console.oidc.name=Fabrikam",
            "rollcall.console.oidc.client-id=" + OidcStub.CLIENT,
            "rollcall.console.oidc.client-secret=" + OidcStub.SECRET,
            "rollcall.console.oidc.roles.Rollcall.Admin=admin",
            "rollcall.console.oidc.roles.watchers=viewer",
            "rollcall.console.oidc.roles.helpers=operator"
        })
class OidcSignInTest {
    private static final OidcStub PROVIDER = new OidcStub();
    private static final String BEGIN = "/oauth2/authorization/rollcall";

    private final JdbcTemplate jdbc;
    private final PasswordEncoder encoder;

    @LocalServerPort
    private int port;

    @Autowired
    OidcSignInTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        this.jdbc = jdbc;
        this.encoder = encoder;
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        PROVIDER.inform("{\"sub\":\"00u-ada\"}");
        String folder = Files.createTempDirectory("rollcall-test").toString();
        registry.add("rollcall.data-dir", () -> folder);
        registry.add("rollcall.console.oidc.issuer", PROVIDER::issuer);
    }

    @AfterAll
    static void stop() {
        PROVIDER.stop();
    }

    @Test
    void anAdminComesInGoesWhereTheyWantedAndTheAuditHasTheName() {
        Browser browser = new Browser(port);
        assertThat(browser.get("/console/audit?page=1").location()).isEqualTo("/login");
        assertThat(browser.get("/login").text())
                .contains("Sign in with Fabrikam")
                .contains("href=\"" + BEGIN + "\"");
        String before = session(browser);

        Browser.Page away = browser.get(BEGIN);
        assertThat(away.status()).isEqualTo(302);
        assertThat(away.location()).startsWith(PROVIDER.issuer() + "/authorize?");
        assertThat(OidcStub.question(away.location()).toSingleValueMap())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", OidcStub.CLIENT)
                .containsEntry("scope", "openid profile email")
                .containsEntry("redirect_uri", "http://localhost:8080/login/oauth2/code/rollcall")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(away.whole().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .contains("HttpOnly")
                        .contains("SameSite=Lax")
                        .contains("Path=/login/oauth2/code/rollcall")
                        .contains("Max-Age=600"));

        Browser.Page back = browser.comeFromElsewhere(path(PROVIDER.letIn(away.location(), roles("Rollcall.Admin"))));
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.text()).contains("http-equiv=\"refresh\" content=\"0;url=/console/audit?page=1\"");
        assertThat(back.whole().headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(session(browser)).isNotEqualTo(before);
        assertThat(browser.cookie("rollcall").strict()).isTrue();
        assertThat(browser.cookies()).doesNotContainKey("rollcall-sign-in");

        assertThat(browser.get("/console/users").status()).isEqualTo(200);
        assertThat(browser.get("/console").text())
                .contains("sso:ada@fabrikam.example")
                .contains("(admin)");
        assertThat(browser.patch("/api/settings", "{\"application-name\":\"Assets of Ada\"}")
                        .status())
                .isLessThan(300);
        assertThat(jdbc.queryForList("SELECT actor FROM audit WHERE detail LIKE '%Assets of Ada%'", String.class))
                .containsExactly("sso:ada@fabrikam.example");
        assertThat(audit("sign-in", "sso:ada@fabrikam.example"))
                .contains("{\"from\":\"127.0.0.1\",\"by\":\"OpenID Connect\"}");
        assertThat(browser.post("/logout", "").location()).isEqualTo("/login?out");
        assertThat(audit("sign-out", "sso:ada@fabrikam.example")).isNotEmpty();
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        Browser browser = signedIn(roles("watchers", "others"));

        assertThat(browser.get("/console/members").status()).isEqualTo(200);
        assertThat(browser.get("/console/users").status()).isEqualTo(403);
        assertThat(browser.patch("/api/settings", "{\"application-name\":\"No\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void ofSeveralRolesTheHighestCounts() {
        assertThat(signedIn(roles("watchers", "helpers")).get("/console").text())
                .contains("(operator)");
    }

    @Test
    void whatTheTokenLeavesOutIsAskedFor() {
        Consumer<JWTClaimsSet.Builder> thin = said -> said.claim("preferred_username", null);
        PROVIDER.inform("{\"sub\":\"00u-ada\",\"preferred_username\":\"ada@far.example\",\"roles\":[\"watchers\"]}");
        try {
            assertThat(signedIn(thin).get("/console").text())
                    .contains("sso:ada@far.example")
                    .contains("(viewer)");
            PROVIDER.inform("{\"sub\":\"00u-ben\",\"roles\":[\"Rollcall.Admin\"]}");
            refused(thin, "check");
        } finally {
            PROVIDER.inform("{\"sub\":\"00u-ada\"}");
        }
    }

    @Test
    void aSessionFromBeforeIsNotGoneOnWith() {
        Browser browser = new Browser(port);
        browser.get("/login");
        String before = session(browser);
        String back = path(PROVIDER.letIn(browser.get(BEGIN).location(), roles("watchers")));
        assertThat(browser.get(back).status()).as("a provider of the same site").isEqualTo(200);

        assertThat(session(browser)).isNotEqualTo(before);
        assertThat(browser.get("/console").status()).isEqualTo(200);
    }

    @Test
    void aSessionOfARemovedUserEndsWhateverElseIsSent() {
        jdbc.update(
                "INSERT INTO console_user (username, password, role, created) VALUES (?, ?, 'viewer', CURRENT_TIMESTAMP)",
                "leaver",
                encoder.encode("the-leavers-password"));
        ConsoleSession leaver = ConsoleSession.signIn(port, "leaver", "the-leavers-password");
        assertThat(leaver.get("/console", "Bearer nothing").status()).isEqualTo(200);
        jdbc.update("DELETE FROM console_user WHERE username = 'leaver'");

        assertThat(leaver.get("/console", "Bearer nothing").location()).isEqualTo("/login");
    }

    @Test
    void withoutARoleNobodyComesIn() {
        for (Consumer<JWTClaimsSet.Builder> claims :
                List.<Consumer<JWTClaimsSet.Builder>>of(roles("strangers"), roles(), said -> {})) {
            Browser browser = refused(claims, "role");
            assertThat(browser.get("/login?refused=role").text()).contains("gives you no role in Rollcall");
        }
        Awaitility.await()
                .until(() -> jdbc
                        .queryForList(
                                "SELECT detail FROM audit WHERE action = 'sign-in.refused' AND subject = 'sso:ada@fabrikam.example'",
                                String.class)
                        .stream()
                        .anyMatch(detail -> detail.contains("no role by OpenID Connect")));
    }

    @Test
    void aTokenThatDoesNotHoldIsRefused() {
        Consumer<JWTClaimsSet.Builder> admin = roles("Rollcall.Admin");
        Instant past = Instant.now().minusSeconds(600);

        refused(admin.andThen(said -> said.claim("nonce", "another")), "check");
        refused(admin.andThen(said -> said.claim("nonce", null)), "check");
        refused(admin.andThen(said -> said.audience("another-client")), "check");
        refused(admin.andThen(said -> said.issuer("https://issuer.example")), "check");
        refused(
                admin.andThen(
                        said -> said.issueTime(Date.from(past.minusSeconds(60))).expirationTime(Date.from(past))),
                "check");

        Browser browser = new Browser(port);
        String back = path(PROVIDER.letInForged(browser.get(BEGIN).location(), admin));
        assertThat(browser.comeFromElsewhere(back).location()).isEqualTo("/login?refused=check");
        assertNobody(browser);
        assertThat(browser.get("/login?refused=check").text()).contains("did not hold");
    }

    @Test
    void anAnswerCountsOnceAndInItsOwnBrowserAlone() {
        Browser browser = new Browser(port);
        String away = browser.get(BEGIN).location();
        Map<String, Browser.Kept> begun = Map.copyOf(browser.cookies());
        String back = path(PROVIDER.letIn(away, roles("Rollcall.Admin")));

        Browser other = new Browser(port);
        assertThat(other.comeFromElsewhere(back).location()).isEqualTo("/login?refused=again");
        assertNobody(other);
        other.get(BEGIN);
        assertThat(other.comeFromElsewhere(back).location())
                .as("the state of another")
                .isEqualTo("/login?refused=again");
        assertNobody(other);

        assertThat(browser.comeFromElsewhere(back).status()).isEqualTo(200);
        Browser thief = new Browser(port);
        assertThat(browser.comeFromElsewhere(back).location()).isEqualTo("/login?refused=again");
        thief.cookies().putAll(begun);
        assertThat(thief.comeFromElsewhere(back).location())
                .as("the code is used")
                .isEqualTo("/login?refused=check");
        assertNobody(thief);
    }

    @Test
    void whatTheBrowserKeepsCannotBeMadeUp() {
        Browser browser = new Browser(port);
        String back = path(PROVIDER.letIn(browser.get(BEGIN).location(), roles("Rollcall.Admin")));
        browser.cookies()
                .computeIfPresent(
                        "rollcall-sign-in",
                        (name, kept) -> new Browser.Kept(
                                kept.value().substring(0, kept.value().length() - 4) + "AAAA", kept.path(), false));

        assertThat(browser.comeFromElsewhere(back).location()).isEqualTo("/login?refused=again");
        assertNobody(browser);
    }

    @Test
    void whoSaysNoAtTheProviderIsToldSo() {
        Browser browser = new Browser(port);
        String state = OidcStub.question(browser.get(BEGIN).location()).getFirst("state");
        String back = "/login/oauth2/code/rollcall?error=access_denied&state="
                + java.net.URLEncoder.encode(String.valueOf(state), StandardCharsets.UTF_8);

        assertThat(browser.comeFromElsewhere(back).location()).isEqualTo("/login?refused=denied");
        assertNobody(browser);
    }

    @Test
    void aProviderThatIsDownIsNamedOnTheLoginPage() throws Exception {
        OidcStub other = new OidcStub();
        other.stop();
        settings("{\"console\":{\"oidc\":{\"issuer\":\"" + other.issuer() + "\",\"client-secret\":\"another\"}}}");
        try {
            Browser browser = new Browser(port);
            assertThat(browser.get(BEGIN).location()).isEqualTo("/login?refused=unreachable");
            assertThat(browser.get("/login?refused=unreachable").text()).contains("cannot be reached at the moment");
        } finally {
            settings("{\"console\":{\"oidc\":{\"issuer\":null,\"client-secret\":null}}}");
        }
        assertThat(signedIn(roles("watchers")).get("/console").status()).isEqualTo(200);
    }

    @Test
    void aSessionEndsWhenTheSettingsNoLongerGiveItsRole() throws Exception {
        Browser admin = signedIn(roles("Rollcall.Admin"));
        Browser viewer = signedIn(roles("watchers"));
        settings("{\"console\":{\"oidc\":{\"roles\":{\"Rollcall.Admin\":\"viewer\"}}}}");
        try {
            assertNobody(admin);
            assertThat(viewer.get("/console").status()).isEqualTo(200);
        } finally {
            settings("{\"console\":{\"oidc\":{\"roles\":null}}}");
        }
        settings("{\"console\":{\"oidc\":{\"client-id\":\"\"}}}");
        try {
            assertNobody(viewer);
            assertThat(viewer.get(BEGIN).status()).isEqualTo(404);
            assertThat(viewer.get("/login/oauth2/code/rollcall?code=a&state=b").status())
                    .isEqualTo(404);
            assertThat(viewer.get("/login").text()).doesNotContain("Sign in with");
        } finally {
            settings("{\"console\":{\"oidc\":{\"client-id\":null}}}");
        }
    }

    @Test
    void aLocalUserOfTheSameNameIsSomebodyElse() {
        jdbc.update(
                "INSERT INTO console_user (username, password, role, created) VALUES (?, ?, 'viewer', CURRENT_TIMESTAMP)",
                "ada@fabrikam.example",
                encoder.encode("the-local-password"));
        Browser browser = signedIn(roles("Rollcall.Admin"));

        assertThat(browser.get("/console/users").status()).isEqualTo(200);
        assertThat(browser.get("/console/account").text())
                .doesNotContain("/console/account/password")
                .contains("sign-in service");
        assertThat(browser.post(
                                "/console/account/password",
                                "old=the-local-password&next=another-password&again=another-password")
                        .text())
                .contains("Rollcall has no password of yours");
        assertThat(ConsoleSession.signIn(port, "ada@fabrikam.example", "the-local-password")
                        .get("/console/users")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void passwordsServeAsBefore() {
        assertThat(ConsoleSession.signIn(port, "admin", "bench-admin")
                        .get("/console/users")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSecretStaysInside() throws Exception {
        HttpResponse<String> shown = admin("GET", null);

        assertThat(shown.body()).contains("\"client-secret\":\"***\"").doesNotContain(OidcStub.SECRET);
    }

    private List<String> audit(String action, String actor) {
        return jdbc.queryForList(
                "SELECT detail FROM audit WHERE action = ? AND actor = ?", String.class, action, actor);
    }

    private Browser signedIn(Consumer<JWTClaimsSet.Builder> claims) {
        Browser browser = new Browser(port);
        String back = path(PROVIDER.letIn(browser.get(BEGIN).location(), claims));
        assertThat(browser.comeFromElsewhere(back).status()).isEqualTo(200);
        return browser;
    }

    private Browser refused(Consumer<JWTClaimsSet.Builder> claims, String reason) {
        Browser browser = new Browser(port);
        String back = path(PROVIDER.letIn(browser.get(BEGIN).location(), claims));
        assertThat(browser.comeFromElsewhere(back).location()).isEqualTo("/login?refused=" + reason);
        assertNobody(browser);
        return browser;
    }

    private static void assertNobody(Browser browser) {
        assertThat(browser.get("/console").location()).isEqualTo("/login");
        assertThat(browser.get("/api/settings").status()).isEqualTo(401);
    }

    private static Consumer<JWTClaimsSet.Builder> roles(String... roles) {
        return said -> said.claim("roles", List.of(roles));
    }

    private static String session(Browser browser) {
        return browser.cookie("rollcall").value();
    }

    /** The provider sends people to the public address; the test's application listens on another port. */
    private static String path(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private void settings(String patch) throws Exception {
        assertThat(admin("PATCH", patch).statusCode()).isLessThan(300);
    }

    private HttpResponse<String> admin(String method, @org.jspecify.annotations.Nullable String body)
            throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString("admin:bench-admin".getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/settings"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
