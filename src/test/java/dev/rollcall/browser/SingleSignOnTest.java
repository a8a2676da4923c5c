package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.security.oidc.OidcStub;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to a provider of another site and back, where the browser itself decides which cookies go along. */
class SingleSignOnTest {
    @Test
    @Timeout(200)
    void whoComesBackFromAnotherSiteIsOnThePageTheyWanted(@TempDir Path folder) {
        OidcStub provider = new OidcStub("localhost");
        Map<String, Object> oidc = Map.of(
                "name",
                "Fabrikam",
                "issuer",
                provider.issuer(),
                "client-id",
                OidcStub.CLIENT,
                "client-secret",
                OidcStub.SECRET,
                "roles",
                Map.of("admins", "admin"));
        try (RunningRollcall rollcall = RunningRollcall.start(
                        folder, RunningRollcall.settings(Map.of("console", Map.of("oidc", oidc))));
                Chromium browser = Chromium.on(rollcall.port())) {
            rollcall.api("PATCH", "/settings", Map.of("public-url", "http://127.0.0.1:" + rollcall.port()));
            browser.open("/console/audit");
            assertThat(browser.path()).isEqualTo("/login");

            browser.follow("Sign in with Fabrikam");
            browser.waitFor("sso:ada@fabrikam.example");

            assertThat(browser.path()).isEqualTo("/console/audit");
            browser.assertCalm("the audit");
            browser.open("/console/account");
            assertThat(browser.text()).contains("sign-in service");
            browser.press("Sign out");
            browser.waitForPath("/login?out");
        } finally {
            provider.stop();
        }
    }
}
