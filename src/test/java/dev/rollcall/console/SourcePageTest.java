package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class SourcePageTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    @Autowired
    SourcePageTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @Test
    void theMembersOfAPushedSourceAreLetGoOnItsPage() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        assertThat(admin.get("/console/sources/visited").text())
                .contains(
                        "Let its members go", "/console/sources/visited/release", "First choose &quot;no&quot; above.");

        assertThat(admin.post("/console/sources/visited/release", Map.of()).location())
                .isEqualTo("/console/sources/visited");
        assertThat(admin.get("/console/sources/visited").text()).contains("0 members belong to nobody now.");
    }

    @Test
    void whyTheyCannotBeLetGoStandsOnThePage() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        assertThat(admin.post("/console/sources/bench/release", Map.of()).text())
                .contains(
                        "adopts members, so its identity provider would take its users back. Set its adopt to none first.");
    }

    @Test
    void aKeyIsShownOnceAndReloadingItsPageMakesNoOther() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        String page = "/console/sources/rotating";
        int before = keys();

        assertThat(admin.post(page + "/keys", Map.of("days", "90")).location()).isEqualTo(page);
        assertThat(admin.get(page).text()).contains("It is shown only now.", "id=\"made\"");
        assertThat(admin.get(page).text()).doesNotContain("It is shown only now.", "id=\"made\"");
        assertThat(keys()).isEqualTo(before + 1);
    }

    private int keys() {
        Integer keys =
                jdbc.queryForObject("SELECT COUNT(*) FROM source_token WHERE source_id = 'rotating'", Integer.class);
        return keys == null ? -1 : keys;
    }

    @Test
    void aPasswordIsShownOnceAndReloadingItsPageMakesNoOther() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        String page = "/console/users";

        for (String form : new String[] {page, page + "/reloaded/password"}) {
            assertThat(admin.post(form, Map.of("username", "reloaded", "role", "viewer"))
                            .location())
                    .isEqualTo(page);
            assertThat(admin.get(page).text()).contains("id=\"made\"");
            assertThat(admin.get(page).text()).doesNotContain("id=\"made\"");
        }
    }
}
