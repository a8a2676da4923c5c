package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A running Rollcall whose digests go to a real mail server, or to a stand-in for Gmail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DigestFixture {
    private static final String NEVER = "0 0 0 1 1 ? 2099";
    static final String FAULTY = "canary-faulty-value";

    private final StubKey key = StubKey.generate();
    final GoogleStub google = new GoogleStub(key);
    final GreenMail mail =
            new GreenMail(new ServerSetup[] {server(ServerSetup.PROTOCOL_SMTP), server(ServerSetup.PROTOCOL_SMTPS)});

    private static ServerSetup server(String protocol) {
        ServerSetup server = new ServerSetup(0, "127.0.0.1", protocol).dynamicPort();
        server.setServerStartupTimeout(20_000); // on a machine that is busy
        return server;
    }

    private @Nullable RunningRollcall started;
    int people;

    @BeforeAll
    void start(@TempDir Path folder) {
        mail.start();
        Path keyFile = key.write(folder, "gmail.json");
        started = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "public-url",
                        "https://rollcall.example",
                        "custom-fields",
                        List.of(Map.of("name", "Team", "type", "dropdown", "options", List.of("Field"))),
                        "notifications",
                        Map.of(
                                "schedule",
                                NEVER,
                                "from",
                                "rollcall@example.com",
                                "to",
                                List.of("it@example.com", "hr@example.com"),
                                "smtp",
                                Map.of(
                                        "url",
                                        "smtp://127.0.0.1:" + mail.getSmtp().getPort()),
                                "gmail",
                                Map.of(
                                        "credentials",
                                        keyFile.toString(),
                                        "delegate",
                                        "rollcall@example.com",
                                        "root-url",
                                        google.url(),
                                        "token-url",
                                        google.url() + "/token")))));
        assertThat(google.grants)
                .as("no token is asked for while Rollcall starts")
                .hasValue(0);
    }

    @AfterAll
    void stop() {
        rollcall().close();
        google.close();
        mail.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        mail.purgeEmailFromAllMailboxes();
        google.mails.clear();
        google.heal();
        set("{\"route\":null,\"schedule\":null,\"smtp\":null}");
        rollcall().removePeople();
        rollcall()
                .database()
                .update(
                        "INSERT INTO digest (id, told_until, attempts, fence) VALUES (1, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', 0, 0)");
    }

    /** A push of a user with an option that there is not; half a minute ago, as a digest leaves what is younger out. */
    void rejectedUser() {
        people++;
        Wire.Answer answer = rollcall().scim("POST", "/Users", user("Pat", FAULTY));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(rollcall().database().update("""
                        UPDATE rejection SET created = (SELECT CASE WHEN told_until > CURRENT_TIMESTAMP - INTERVAL '31' SECOND
                          THEN told_until ELSE CURRENT_TIMESTAMP - INTERVAL '31' SECOND END FROM digest)
                        WHERE user_name = ?""", "person" + people + "@corp.example"))
                .isEqualTo(1);
    }

    String user(String name, String team) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"person%d@corp.example",
                 "displayName":"%s","name":{"givenName":"Pat","familyName":"Doe"},
                 "addresses":[{"type":"work","streetAddress":"Secret Lane 1"}],
                 "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User":{"team":"%s"}}""".formatted(people, name, team);
    }

    void report() {
        rollcall().camel().getRegistry().findSingleByType(Digests.class).due();
        send();
    }

    void send() {
        try (var template = rollcall().camel().createProducerTemplate()) {
            template.sendBody("direct:report", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void dueNow() {
        assertThat(
                        rollcall()
                                .database()
                                .update(
                                        "UPDATE digest SET due_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE due_at IS NOT NULL"))
                .isEqualTo(1);
    }

    String lastError() {
        String error =
                rollcall().database().queryForObject("SELECT COALESCE(last_error, '') FROM digest", String.class);
        return String.valueOf(error);
    }

    void set(String notifications) {
        Wire.Answer answer = patch(notifications);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    Wire.Answer patch(String notifications) {
        return rollcall().api("PATCH", "/settings", "{\"notifications\":" + notifications + "}");
    }

    RunningRollcall rollcall() {
        return Objects.requireNonNull(started);
    }
}
