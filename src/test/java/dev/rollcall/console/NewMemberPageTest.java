package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class NewMemberPageTest extends ConsoleFixture {
    @LocalServerPort
    private int port;

    @Autowired
    NewMemberPageTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @Test
    void aMemberIsMadeByHandAndWhatIsWrongIsSaidBesideWhatWasTyped() {
        ConsoleSession admin = ConsoleSession.signIn(port, "admin", "bench-admin");
        assertThat(admin.get("/console/members").text()).contains("href=\"/console/new-member\"");

        ConsoleSession.Page wrong =
                admin.post("/console/new-member", Map.of("m.email", "no address", "m.city", "Graz", "m.role", ""));
        assertThat(wrong.text()).contains("no address", "value=\"Graz\"", "role=\"alert\"");

        ConsoleSession.Page made = admin.post(
                "/console/new-member", Map.of("m.email", "bo.lind@acme.example", "m.last_name", "Lind", "m.city", ""));
        assertThat(made.location()).startsWith("/console/members/");
        assertThat(admin.get(made.location()).text())
                .contains("The member is made")
                .contains("bo.lind@acme.example")
                .contains("no source");
        assertThat(admin.get("/console/audit").text())
                .contains("made a member by hand")
                .contains("href=\"" + made.location() + "\"");
    }

    @Test
    void aViewerIsNotOfferedTheForm() {
        ConsoleSession viewer = ConsoleSession.signIn(port, "viewer", "bench-viewer");
        assertThat(viewer.get("/console/members").text()).doesNotContain("/console/new-member");
        assertThat(viewer.get("/console/new-member").text())
                .contains("An admin can make members.")
                .doesNotContain("m.email");
    }
}
