package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory is connected, tried, looked at without writing, and read, in a browser. */
class DirectoryStoryTest {
    @Test
    @Timeout(180)
    void fromTheConnectionToItsMembers(@TempDir Path folder) {
        try (World world = World.start(folder);
                Chromium browser = Chromium.on(world.port())) {
            for (int i = 0; i < 40; i++) {
                world.person(i);
            }
            browser.signIn("admin", RunningRollcall.ADMIN_PASSWORD);
            browser.waitFor("Overview");
            browser.open("/console/sources");
            browser.follow("LDAP: Active Directory, OpenLDAP");
            browser.type("id", "branch");
            browser.choose("d.profile", "open-ldap");
            browser.type("d.url", "ldap://localhost:" + world.directory.getListenPort());
            browser.choose("d.tls", "none");
            browser.type("d.bind-dn", World.BIND_DN);
            browser.type("d.password", "wrong");
            browser.type("d.base", "ou=People," + World.ROOT);
            browser.press("Add the source");
            browser.waitFor("The source is there.");

            browser.press("Test the connection");
            browser.waitFor("does not work");
            assertThat(browser.textOf("tested")).contains("refuses the sign-in");
            browser.type("d.password", World.PASSWORD);
            browser.type("d.schedule", "0 0 4 * * ?");
            browser.press("Save");
            browser.waitFor("Saved as version 2.");
            assertThat(browser.textOf("main")).contains("next ").contains("04:00 UTC");
            browser.press("Test the connection");
            browser.waitFor("40 users were found");
            assertThat(browser.textOf("tested")).contains("becomes a member").contains("@example.com");
            browser.assertCalm("source");

            browser.press("Dry run");
            browser.waitFor("it would be: 40 created");
            browser.waitFor("planned");
            browser.assertCalm("dry run");

            browser.open("/console/members");
            browser.choose("what", "Pull branch and remap");
            browser.press("Sync");
            browser.waitFor("Remap of branch");
            browser.waitFor("40 users read: 40 unchanged.");
            assertThat(browser.textOf("sync-progress")).contains("40 users read: 40 created, 0 unchanged.");
            assertThat(browser.path()).isEqualTo("/console/members");
            browser.assertCalm("sync");
            browser.follow("Full read of branch");
            browser.waitFor("What it did");
            browser.follow("p7");
            browser.waitFor("in a run");
        }
    }
}
