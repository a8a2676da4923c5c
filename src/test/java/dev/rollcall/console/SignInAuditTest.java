package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.ConsoleSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Who came in, who left, who was not let in: on the audit page and in the API's audit. */
class SignInAuditTest extends ConsoleFixture {
    private final PasswordEncoder encoder;

    @LocalServerPort
    private int port;

    @Autowired
    SignInAuditTest(JdbcTemplate jdbc, PasswordEncoder encoder) {
        super(jdbc, encoder);
        this.encoder = encoder;
    }

    @Test
    void aSignInAPasswordChangeAndASignOutAreRecorded() throws Exception {
        user("newcomer", "the-first-password");
        ConsoleSession.signIn(port, "newcomer", "the-first-password")
                .post(
                        "/console/account/password",
                        Map.of(
                                "old", "the-first-password",
                                "next", "the-second-password",
                                "again", "the-second-password"));
        ConsoleSession session = ConsoleSession.signIn(port, "newcomer", "the-second-password");
        assertThat(session.post("/logout", Map.of()).location()).isEqualTo("/login?out");

        List<JsonNode> entries = entries("newcomer");
        assertThat(entries)
                .extracting(entry -> entry.get("action").asText())
                .containsExactly("sign-out", "sign-in", "user.password", "sign-in");
        assertThat(entries.get(3).get("detail").toString()).isEqualTo("{\"from\":\"127.0.0.1\",\"by\":\"password\"}");
        assertThat(entries.toString()).doesNotContain("-password\"");
        assertThat(ConsoleSession.signIn(port, "viewer", "bench-viewer")
                        .get("/console/audit")
                        .text())
                .contains("signed in to", "signed out of", "the console", "from 127.0.0.1, by password");
    }

    @Test
    void aCallWithBasicIsNoSignIn() throws Exception {
        user("script", "the-password-of-a-script");
        send(basic("script", "the-password-of-a-script"), "GET", "/api/members", null, "application/json");

        assertThat(entries("script")).isEmpty();
    }

    @Test
    void wrongPasswordsOfAnAccountAreRecordedAndNeverThePassword() throws Exception {
        user("target", "the-right-password");
        for (int i = 0; i < 8; i++) {
            send(basic("TARGET", "a-secret-guess"), "GET", "/api/members", null, "application/json");
        }
        // From the fifth on tries have to wait and are not looked at.
        List<JsonNode> entries = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> refused("target"), found -> found.size() == 5);
        assertThat(entries.get(0).get("actor").asText()).isEqualTo("(somebody)");
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.get("detail").toString())
                        .contains("\"from\":\"127.0.0.1\",\"why\":\"wrong password\",\"tries\":"));
        assertThat(entries.toString()).doesNotContain("a-secret-guess");
        assertThat(ConsoleSession.signIn(port, "viewer", "bench-viewer")
                        .get("/console/audit")
                        .text())
                .contains("was not let in as", "wrong password, tries 5");
    }

    @Test
    void guessesAtThePresentPasswordOnTheAccountPageHaveToWaitLikeThoseOfTheLogin() throws Exception {
        user("left-alone", "the-right-password");
        ConsoleSession session = ConsoleSession.signIn(port, "left-alone", "the-right-password");
        for (int i = 0; i < 5; i++) {
            assertThat(change(session, "guess-" + i)).contains("The present password is another one.");
        }
        assertThat(change(session, "the-right-password"))
                .containsPattern("Too many wrong passwords. Try again in \\d s.");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> refused("left-alone"), found -> found.size() == 5);
        assertThat(session.get("/console/account").status())
                .as("the session itself goes on")
                .isEqualTo(200);
    }

    private static String change(ConsoleSession session, String old) throws Exception {
        return session.post(
                        "/console/account/password",
                        Map.of("old", old, "next", "the-second-password", "again", "the-second-password"))
                .text();
    }

    @Test
    void whatIsTypedAsTheNameOfNobodyIsNotKeptAndDoesNotFillTheTable() throws Exception {
        for (int i = 0; i < 12; i++) {
            send(
                    basic("my-password-by-mistake-" + i + "x".repeat(3000), "guess"),
                    "GET",
                    "/api/members",
                    null,
                    "application/json");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> refused("(no such user)").size() >= 5);
        assertThat(refused("(no such user)")).hasSizeLessThanOrEqualTo(7);
        assertThat(call("viewer", "GET", "/api/audit?limit=200", null).text()).doesNotContain("by-mistake");
    }

    private void user(String name, String password) {
        jdbc.update(
                "INSERT INTO console_user (username, password, role, created) VALUES (?, ?, 'viewer', CURRENT_TIMESTAMP)",
                name,
                encoder.encode(password));
    }

    private List<JsonNode> entries(String actor) throws Exception {
        return audit("actor", actor);
    }

    private List<JsonNode> refused(String account) throws Exception {
        List<JsonNode> found = audit("subject", account);
        found.removeIf(entry -> !entry.get("action").asText().equals("sign-in.refused"));
        return found;
    }

    private List<JsonNode> audit(String field, String value) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry :
                call("viewer", "GET", "/api/audit?limit=200", null).json().get("audit")) {
            if (entry.get(field).asText().equals(value)) {
                found.add(entry);
            }
        }
        return found;
    }
}
