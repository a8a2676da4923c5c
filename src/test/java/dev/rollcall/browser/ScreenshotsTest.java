package dev.rollcall.browser;

import dev.rollcall.bench.RunningRollcall;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;

/** Makes the pictures of docs/console.md: {@code ./mvnw test -Dtest=ScreenshotsTest -Dscreenshots=docs/images}. */
class ScreenshotsTest {
    private static final String FOLDER = "screenshots";

    @Test
    @Timeout(300)
    @EnabledIfSystemProperty(named = FOLDER, matches = ".+")
    void makesThePicturesOfTheDocumentation(@TempDir Path folder) throws IOException {
        Path images = Path.of(System.getProperty(FOLDER));
        boolean all = Boolean.getBoolean("screenshots.all");
        try (World world = World.start(folder).populate();
                Chromium browser = Chromium.on(world.port())) {
            browser.size(1200, 820);
            browser.dark(false);
            browser.open("/login");
            save(browser, images.resolve("login.png"));
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("Overview");
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("overview", "/console");
            pages.put("members", "/console/members");
            pages.put("member", "/console/members/" + world.first("/members?q=ada.brod", "members"));
            pages.put("run", "/console/runs/" + world.stopped());
            pages.put("ldap", "/console/sources/corp-ad");
            pages.put("attributes", "/console/sources/okta/attributes");
            pages.put("roles", "/console/roles");
            pages.put("problems", "/console/problems");
            if (all) {
                int n = 0;
                for (String page : world.pages()) {
                    pages.put("all-" + n++ + page.replaceAll("[^a-z]+", "-").replaceAll("-[a-z]?-", "-"), page);
                }
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                browser.open(page.getValue());
                if (page.getKey().equals("ldap")) {
                    browser.press("Test the connection");
                    browser.waitFor("users were found");
                    browser.script("window.scrollTo(0, 0)");
                }
                save(browser, images.resolve(page.getKey() + ".png"));
                if (all) {
                    browser.dark(true);
                    save(browser, images.resolve(page.getKey() + "-dark.png"));
                    browser.size(360, 1500);
                    save(browser, images.resolve(page.getKey() + "-phone.png"));
                    browser.size(1200, 820);
                    browser.dark(false);
                }
            }
        }
    }

    /** In 256 colours, which is all that these pages have, and a third of the size. */
    private static void save(Chromium browser, Path file) throws IOException {
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(browser.driver().getScreenshotAs(OutputType.BYTES)));
        java.nio.file.Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(Palette.reduced(picture), "png", file.toFile());
    }
}
