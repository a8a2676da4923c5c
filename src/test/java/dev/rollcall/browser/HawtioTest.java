package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Hawtio, as an operator opens it. */
class HawtioTest {
    @Test
    @Timeout(200)
    void theRoutesAreThereByNameAndAreDrawn(@TempDir Path folder) {
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()));
                Chromium browser = Chromium.on(rollcall.port())) {
            browser.open("/actuator/hawtio/camel/routes");
            assertThat(browser.path()).isEqualTo("/login");
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            // The pages are several megabytes of script, which a busy machine takes its time to read.
            new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                    .until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "deliver-jdbc"));
            assertThat(browser.path()).isEqualTo("/actuator/hawtio/camel/routes");
            assertThat(browser.text()).contains("provision", "scim-user-create", "Exchanges", "admin");

            browser.driver()
                    .findElement(By.xpath("//*[normalize-space(text())='deliver']"))
                    .click();
            new WebDriverWait(browser.driver(), Duration.ofSeconds(20))
                    .until(ExpectedConditions.numberOfElementsToBeMoreThan(By.cssSelector(".react-flow__node"), 3));
            assertThat((List<?>) browser.script("return window.__csp"))
                    .as("what the pages' CSP refused")
                    .isEmpty();
        }
    }
}
