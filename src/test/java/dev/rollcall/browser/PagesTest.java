package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Every page of the console by the rules of axe-core, light and dark, wide and on a phone. Light and wide, dark and narrow
 * are looked at always; with {@code -Ptrials} all four together.
 */
class PagesTest {
    private static final boolean FULL = Boolean.getBoolean("trials.full");
    private static final int PHONE = 360;
    private static final int HEAVIEST = 400_000;
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => v.id + ' (' + v.impact + '): ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))),
              error => done(['axe failed: ' + error]));
            """;

    /** A size and a light. */
    private record Look(int width, boolean dark) {}

    @Test
    @Timeout(600)
    void everyPageIsUsableByEverybody(@TempDir Path folder) {
        String axe = axe();
        List<Look> looks = FULL
                ? List.of(new Look(1280, false), new Look(1280, true), new Look(PHONE, true), new Look(PHONE, false))
                : List.of(new Look(1280, false), new Look(PHONE, true));
        List<String> faults = new ArrayList<>();
        try (World world = World.start(folder).populate();
                Chromium browser = Chromium.on(world.port())) {
            browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
            look(browser, looks.get(0));
            browser.open("/login");
            check(browser, axe, "/login", looks, faults);
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("Overview");
            List<String> pages = world.pages();
            assertThat(pages).hasSizeGreaterThan(28);
            for (String page : pages) {
                look(browser, looks.get(0));
                browser.open(page);
                check(browser, axe, page, looks, faults);
            }
            byKeyboardAlone(browser, world.stopped());
        }
        assertThat(faults).isEmpty();
    }

    private static void look(Chromium browser, Look look) {
        browser.size(look.width(), 900);
        browser.dark(look.dark());
    }

    private static void check(Chromium browser, String axe, String page, List<Look> looks, List<String> faults) {
        if (browser.weight() > HEAVIEST) {
            faults.add(page + " weighs " + browser.weight() + " bytes");
        }
        browser.assertCalm(page);
        browser.script(axe);
        for (Look look : looks) {
            look(browser, look);
            Object found = browser.driver().executeAsyncScript(RUN);
            for (Object fault : (List<?>) Objects.requireNonNull(found)) {
                faults.add(page + " " + look + ": " + fault);
            }
            if (look.width() == PHONE) {
                long over = ((Number) Objects.requireNonNull(browser.script(
                                "const d = document.documentElement; return d.scrollWidth - d.clientWidth")))
                        .longValue();
                if (over > 0) {
                    faults.add(page + " is " + over + " pixels too wide for a phone");
                }
            }
        }
    }

    /** Skip link, menu, and the buttons that matter can be reached and pressed without a mouse. */
    private static void byKeyboardAlone(Chromium browser, String stopped) {
        look(browser, new Look(1280, false));
        browser.open("/console");
        reach(browser, "Skip to the content").sendKeys(Keys.ENTER);
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("main");
        for (Map.Entry<String, List<String>> page : Map.of(
                        "/console/members",
                        List.of("Sync", "Find"),
                        "/console/runs",
                        List.of("Start"),
                        "/console/runs/" + stopped,
                        List.of("Approve: carry it out", "Cancel"),
                        "/console/sources/corp-ad",
                        List.of("Save", "What would change", "Test the connection", "Dry run", "Run now"))
                .entrySet()) {
            for (String button : page.getValue()) {
                browser.open(page.getKey());
                assertThat(reach(browser, button).isDisplayed()).as(button).isTrue();
            }
        }
        browser.open("/console/sources/corp-ad");
        reach(browser, "Test the connection").sendKeys(Keys.ENTER);
        browser.waitFor("users were found");
    }

    /** Goes on with the tabulator until the element that reads so has the focus. */
    private static WebElement reach(Chromium browser, String text) {
        browser.driver().findElement(By.tagName("body"));
        for (int i = 0; i < 120; i++) {
            new org.openqa.selenium.interactions.Actions(browser.driver())
                    .sendKeys(Keys.TAB)
                    .perform();
            WebElement here = browser.driver().switchTo().activeElement();
            if (text.equals(here.getText().strip())) {
                return here;
            }
        }
        throw new AssertionError("the tabulator does not reach '" + text + "'");
    }

    private static String axe() {
        try (InputStream in = PagesTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
