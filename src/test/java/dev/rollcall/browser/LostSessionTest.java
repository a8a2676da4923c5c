package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** A session ends while a form is filled in: nothing is saved, the person is told, and what was typed is not lost. */
class LostSessionTest {
    @Test
    @Timeout(180)
    void whatWasTypedComesBackAfterTheSignIn(@TempDir Path folder) {
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()));
                Chromium browser = Chromium.on(rollcall.port())) {
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("Overview");
            browser.open("/console/fields");
            String row =
                    browser.driver().findElements(By.cssSelector("[id^=name]")).size() - 1 + "";
            browser.type("name" + row, "Badge <b>7</b>");
            browser.type("options" + row, "North\nSouth");
            browser.tick("mandatory" + row);
            browser.driver().manage().deleteAllCookies();

            browser.press("Save");
            browser.waitFor("Your session was over, so nothing of what you just sent was done.");
            browser.type("username", "admin");
            browser.type("password", RunningRollcall.ADMIN_PASSWORD);
            browser.press("Sign in");
            browser.waitFor("What you had typed when your session ended is kept.");
            browser.follow("Open the form");
            browser.waitFor("It is not saved yet.");

            assertThat(value(browser, "name" + row)).isEqualTo("Badge <b>7</b>");
            assertThat(value(browser, "options" + row)).isEqualTo("North\nSouth");
            assertThat(browser.driver().findElement(By.id("mandatory" + row)).isSelected())
                    .isTrue();
            browser.press("Save");
            browser.waitFor("Saved as version");
            browser.open("/console/fields");
            assertThat(browser.text()).doesNotContain("It is not saved yet.");
            browser.assertCalm("/console/fields");
        }
    }

    private static String value(Chromium browser, String id) {
        return String.valueOf(browser.driver().findElement(By.id(id)).getDomProperty("value"));
    }
}
