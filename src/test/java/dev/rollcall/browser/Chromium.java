package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a window, with an empty profile, on one Rollcall. It notes scripts that ran and CSP reports. */
final class Chromium implements AutoCloseable {
    /** Runs before every page's own scripts: a script of an attacker would call alert, a refused one is reported. */
    private static final String WATCH = """
            window.__ran = []; window.__csp = [];
            window.alert = function (text) { window.__ran.push(String(text)); };
            document.addEventListener('securitypolicyviolation', function (e) {
              window.__csp.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + (e.sample || '')); });
            """;

    private final ChromeDriver driver;
    private final String base;
    private final Path profile;

    private Chromium(ChromeDriver driver, String base, Path profile) {
        this.driver = driver;
        this.base = base;
        this.profile = profile;
    }

    /** Starts; the test is skipped where Chromium is not installed, except in CI. */
    static Chromium on(int port) {
        File browser = found("chromium");
        File control = found("chromedriver");
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(
                    browser.exists() && control.exists(),
                    "Chromium is not installed: apt-get install chromium chromium-driver");
        }
        try {
            Path profile = Files.createTempDirectory("rollcall-chromium");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(browser);
            options.addArguments(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--user-data-dir=" + profile);
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(control)
                    .usingAnyFreePort()
                    .build();
            ChromeDriver driver = new ChromeDriver(service, options);
            driver.manage().window().setSize(new Dimension(1280, 900));
            driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
            return new Chromium(driver, "http://127.0.0.1:" + port, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File found(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElse(new File("/usr/bin", name));
    }

    void open(String path) {
        driver.get(base + path);
    }

    void signIn(String name, String password) {
        open("/login");
        type("username", name);
        type("password", password);
        press("Sign in");
    }

    String path() {
        return driver.getCurrentUrl().substring(base.length());
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Replaces what stands in the field with that id. */
    void type(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    void tick(String id) {
        driver.findElement(By.id(id)).click();
    }

    void choose(String id, String option) {
        driver.findElement(By.id(id))
                .findElement(By.xpath("./option[normalize-space()=" + quoted(option) + "]"))
                .click();
    }

    /** Presses the button that reads so, and waits for the page that comes. */
    void press(String button) {
        click(() -> button(button));
    }

    private WebElement button(String text) {
        return driver.findElement(By.xpath("//button[normalize-space()=" + quoted(text) + "]"));
    }

    void follow(String link) {
        click(() -> driver.findElement(By.linkText(link)));
    }

    /** What is clicked may be replaced at that moment by the answer to what was typed: a person would click again. */
    private void click(Supplier<WebElement> place) {
        patiently().ignoring(StaleElementReferenceException.class).until(page -> {
            WebElement element = place.get();
            // Bars that stick to the edge may lie over it: a person would scroll. At once, since the page's own way is
            // a
            // slow one.
            script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
            element.click();
            return true;
        });
    }

    private WebDriverWait patiently() {
        return new WebDriverWait(driver, Duration.ofSeconds(30));
    }

    void waitFor(String text) {
        patiently().until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    /** A click does not wait for the page that it leads to. */
    void waitForPath(String path) {
        patiently().until(page -> path().equals(path));
    }

    String textOf(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    @Nullable
    Object script(String code, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(code, arguments);
    }

    ChromeDriver driver() {
        return driver;
    }

    void size(int width, int height) {
        // A window cannot be as narrow as a phone; the page's own measures can.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                // Colours that are still on their way from one to the other would be looked at.
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** No script but the console's own has run on this page, and the browser has refused nothing. */
    void assertCalm(String page) {
        assertThat((List<?>) script("return window.__ran"))
                .as("scripts that ran on " + page)
                .isEmpty();
        assertThat((List<?>) script("return window.__csp"))
                .as("CSP reports of " + page)
                .isEmpty();
        List<String> complaints = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
        assertThat(complaints).as("the browser's log of " + page).isEmpty();
    }

    /** How many bytes the page took, with all that it loads, as they went over the wire or would without a cache. */
    long weight() {
        return ((Number) java.util.Objects.requireNonNull(
                        script("return performance.getEntries().filter(e => e.decodedBodySize !== undefined)"
                                + ".reduce((sum, e) => sum + e.decodedBodySize, 0)")))
                .longValue();
    }

    void picture(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Chromium may still be tidying up in there; it is a temporary folder.
        }
    }
}
