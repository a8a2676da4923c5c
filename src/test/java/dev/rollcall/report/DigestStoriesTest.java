package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import dev.rollcall.source.ldap.Certificates;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digest, from a push that is refused to a mail in a mailbox, through a real mail server and a stand-in for Gmail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigestStoriesTest {
    private static final String NEVER = "0 0 0 1 1 ? 2099";
    private static final String FAULTY = "canary-faulty-value";

    private final StubKey key = StubKey.generate();
    private final GoogleStub google = new GoogleStub(key);
    private final GreenMail mail =
            new GreenMail(new ServerSetup[] {server(ServerSetup.PROTOCOL_SMTP), server(ServerSetup.PROTOCOL_SMTPS)});

    private static ServerSetup server(String protocol) {
        ServerSetup server = new ServerSetup(0, "127.0.0.1", protocol).dynamicPort();
        server.setServerStartupTimeout(20_000); // on a machine that is busy
        return server;
    }

    private @Nullable RunningRollcall started;
    private int people;

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

    @Test
    void whatNeedsAPersonIsMailedOnce() throws Exception {
        report();
        assertThat(mail.getReceivedMessages()).as("nothing to tell").isEmpty();

        rejectedUser();
        report();
        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).as("one for each receiver").hasSize(2);
        MimeMessage digest = received[0];
        assertThat(digest.getSubject()).isEqualTo("Rollcall: 1 matter needs a person (AssetSonar)");
        assertThat(digest.getHeader("To", ",")).contains("it@example.com", "hr@example.com");
        MimeMultipart parts = (MimeMultipart) digest.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            String part = parts.getBodyPart(i).getContent().toString();
            assertThat(part)
                    .contains("person" + people + "@corp.example (bench)", "RC-1204", "Team")
                    .contains("https://rollcall.example/console/problems")
                    .contains("1 new, 1 waiting in all")
                    .doesNotContain(FAULTY, "Secret Lane");
        }
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");

        report();
        assertThat(mail.getReceivedMessages()).as("told once").hasSize(2);
        rejectedUser();
        report();
        List<String> texts = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) { // by mailbox, not by time
            texts.add(((MimeMultipart) message.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString());
        }
        assertThat(texts)
                .hasSize(4)
                .filteredOn(text -> text.contains("person" + people + "@"))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("1 new, 2 waiting in all")
                        .doesNotContain("person" + (people - 1) + "@"));
    }

    @Test
    void deadDeliveriesAreNamed() throws Exception {
        String id = rollcall()
                .scim("POST", "/Users", user("Zoë <b>Quist</b>", "Field"))
                .json()
                .path("id")
                .asText();
        assertThat(id).isNotEmpty();
        rollcall()
                .database()
                .update(
                        "UPDATE delivery SET state = 'dead', attempts = 20, last_error = ?, modified = CURRENT_TIMESTAMP - INTERVAL '1' MINUTE",
                        FAULTY);
        report();
        MimeMultipart parts = (MimeMultipart) mail.getReceivedMessages()[0].getContent();
        assertThat(parts.getBodyPart(0).getContent().toString())
                .contains("Zoë <b>Quist</b>: create given up after 20 attempts")
                .contains("https://rollcall.example/console/problems/deliveries")
                .doesNotContain(FAULTY);
        assertThat(parts.getBodyPart(1).getContent().toString())
                .contains("&lt;b&gt;Quist&lt;/b&gt;")
                .doesNotContain("<b>Quist");
    }

    @Test
    void gmailSendsAsTheDelegate() {
        set("{\"route\":\"direct:report-gmail\"}");
        rejectedUser();
        report();
        assertThat(google.mails).hasSize(1);
        assertThat(google.mails.get(0))
                .contains("From: rollcall@example.com", "it@example.com", "multipart/alternative", "RC-1204");
        assertThat(mail.getReceivedMessages()).isEmpty();
        report();
        assertThat(google.mails).hasSize(1);
    }

    @Test
    void gmailMayStandBehindAPath() {
        set("{\"route\":\"direct:report-gmail\",\"gmail\":{\"root-url\":\"" + google.url() + "/behind/\"}}");
        rejectedUser();
        report();
        assertThat(google.mails).hasSize(1);
    }

    @Test
    void gmailsTroubleIsToldAndTheDigestComesLater() {
        set("{\"route\":\"direct:report-gmail\"}");
        rejectedUser();
        google.fail(GoogleStub.error(403, "accessNotConfigured", "Gmail API has not been used"));
        report();
        assertThat(google.mails).isEmpty();
        assertThat(lastError()).contains("not enabled", "Gmail API");
        dueNow();
        send();
        assertThat(google.mails).hasSize(1);
        assertThat(lastError()).isEmpty();
    }

    @Test
    void aMailServerThatIsDownIsTriedAgainAndNothingIsLost() {
        rejectedUser();
        int port = mail.getSmtp().getPort();
        set("{\"smtp\":{\"url\":\"smtp://127.0.0.1:1\"}}");
        report();
        assertThat(lastError()).contains("The mail server 127.0.0.1 cannot be reached");
        set("{\"smtp\":{\"url\":\"smtp://127.0.0.1:" + port + "\"}}");
        send();
        assertThat(mail.getReceivedMessages())
                .as("not before the back-off is over")
                .isEmpty();
        dueNow();
        send();
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(rollcall().log()).doesNotContain("person" + people + "@corp.example");
    }

    @Test
    void withoutTlsNothingGoesToAnotherMachine() {
        rejectedUser();
        // Only the well-known names of this machine may go without; 127.0.0.2 is not one of them.
        try (PlainMail plain = new PlainMail("127.0.0.2")) {
            set("{\"smtp\":{\"url\":\"smtp://127.0.0.2:" + plain.getSmtp().getPort() + "\"}}");
            report();
            assertThat(plain.getReceivedMessages()).isEmpty();
        }
        assertThat(lastError()).contains("STARTTLS");
    }

    /** A mail server without TLS. */
    private static final class PlainMail extends GreenMail implements AutoCloseable {
        PlainMail(String address) {
            super(new ServerSetup(0, address, ServerSetup.PROTOCOL_SMTP).dynamicPort());
            start();
        }

        @Override
        public void close() {
            stop();
        }
    }

    @Test
    void withStartTlsAllButTheOfferIsEncrypted() throws Exception {
        rejectedUser();
        try (StartTlsMail server = startTls("good", StartTlsMail.Offer.KEPT)) {
            reportOver(server);
            assertThat(lastError()).isEmpty();
            assertThat(server.inTheClear).hasSize(2).last().isEqualTo("STARTTLS");
            assertThat(server.encrypted)
                    .contains(
                            "MAIL FROM:<rollcall@example.com>", "RCPT TO:<it@example.com>", "RCPT TO:<hr@example.com>")
                    .anySatisfy(line -> assertThat(line).startsWith("AUTH PLAIN"))
                    .anySatisfy(line -> assertThat(line).contains("person" + people + "@corp.example", "RC-1204"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "good, STRIPPED, does not offer STARTTLS",
        "good, DECLINED, STARTTLS",
        "expired, KEPT, certificate",
        "other, KEPT, certificate"
    })
    void whereStartTlsCannotBeTrustedNothingIsSent(String certificate, StartTlsMail.Offer offer, String word)
            throws Exception {
        rejectedUser();
        try (StartTlsMail server = startTls(certificate, offer)) {
            reportOver(server);
            assertThat(lastError()).contains(word);
            assertThat(server.encrypted).isEmpty();
            assertThat(server.inTheClear)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).matches("EHLO .*|STARTTLS|QUIT|RSET"));
            assertThat(server.inTheClear.stream().filter("STARTTLS"::equals))
                    .hasSize(offer == StartTlsMail.Offer.STRIPPED ? 0 : 1);
        }
    }

    /** On an address of this machine that counts as another machine's. */
    private static StartTlsMail startTls(String certificate, StartTlsMail.Offer offer) {
        return new StartTlsMail("127.0.0.2", Certificates.shared().server(certificate), offer);
    }

    private void reportOver(StartTlsMail server) throws GeneralSecurityException {
        set("{\"smtp\":{\"url\":\"smtp://127.0.0.2:" + server.port()
                + "\",\"username\":\"rollcall\",\"password\":\"canary-mail-password\"}}");
        SSLContext ofJava = SSLContext.getDefault();
        SSLContext.setDefault(Certificates.shared().client());
        try {
            report();
        } finally {
            SSLContext.setDefault(ofJava);
        }
    }

    @Test
    void aMailServerThatAsksWhoSendsIsTold() {
        rejectedUser();
        try (PlainMail asking = new PlainMail("127.0.0.1")) {
            asking.setUser("rollcall", "canary-mail-password");
            asking.getUserManager().setAuthRequired(true);
            String server = "\"url\":\"smtp://127.0.0.1:" + asking.getSmtp().getPort() + "\",\"username\":\"rollcall\"";
            set("{\"smtp\":{" + server + ",\"password\":\"canary-wrong-password\"}}");
            report();
            assertThat(lastError())
                    .isEqualTo("The mail server 127.0.0.1 does not accept the user name and password of"
                            + " rollcall.notifications.smtp.");
            assertThat(asking.getReceivedMessages()).isEmpty();
            set("{\"smtp\":{" + server + ",\"password\":\"canary-mail-password\"}}");
            dueNow();
            send();
            assertThat(lastError()).isEmpty();
            assertThat(asking.getReceivedMessages()).hasSize(2);
        }
        assertThat(rollcall().log()).doesNotContain("canary-wrong-password", "canary-mail-password");
    }

    @Test
    void aCertificateOfNobodyIsRefused() {
        rejectedUser();
        set("{\"smtp\":{\"url\":\"smtps://127.0.0.1:" + mail.getSmtps().getPort() + "\"}}");
        report();
        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(lastError()).contains("certificate");
    }

    @Test
    void theScheduleOfTheSettingsIsKept() {
        rejectedUser();
        set("{\"schedule\":\"0/1 * * * * ?\"}");
        await().atMost(Duration.ofSeconds(15)).until(() -> mail.getReceivedMessages().length == 2);
        set("{\"schedule\":\"\"}");
        assertThat(rollcall().camel().getRoute("report-scheduled")).isNull();
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        refused("{\"schedule\":\"every day\"}", "cron");
        refused("{\"from\":\"it@example.com\\r\\nBcc: x@evil.example\"}", "from");
        refused("{\"to\":[]}", "to must list");
        refused("{\"to\":[\"it@example.com\",\"a b\"]}", "entry 2");
        refused("{\"smtp\":{\"url\":\"mail.example.com\"}}", "smtp.url");
        refused("{\"smtp\":{\"url\":\"smtp://user:secret@mail.example.com\"}}", "smtp.url");
        refused("{\"route\":\"file:/tmp\"}", "route");
        refused("{\"route\":\"direct:report-gmail\",\"gmail\":{\"root-url\":\"http://far.example\"}}", "root-url");
    }

    private void refused(String notifications, String word) {
        Wire.Answer answer = patch(notifications);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 422);
        assertThat(answer.text()).contains(word);
    }

    /** A push of a user with an option that there is not; half a minute ago, as a digest leaves what is younger out. */
    private void rejectedUser() {
        people++;
        Wire.Answer answer = rollcall().scim("POST", "/Users", user("Pat", FAULTY));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(rollcall().database().update("""
                        UPDATE rejection SET created = (SELECT CASE WHEN told_until > CURRENT_TIMESTAMP - INTERVAL '31' SECOND
                          THEN told_until ELSE CURRENT_TIMESTAMP - INTERVAL '31' SECOND END FROM digest)
                        WHERE user_name = ?""", "person" + people + "@corp.example"))
                .isEqualTo(1);
    }

    private String user(String name, String team) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"person%d@corp.example",
                 "displayName":"%s","name":{"givenName":"Pat","familyName":"Doe"},
                 "addresses":[{"type":"work","streetAddress":"Secret Lane 1"}],
                 "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User":{"team":"%s"}}""".formatted(people, name, team);
    }

    private void report() {
        rollcall().camel().getRegistry().findSingleByType(Digests.class).due();
        send();
    }

    private void send() {
        try (var template = rollcall().camel().createProducerTemplate()) {
            template.sendBody("direct:report", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dueNow() {
        assertThat(
                        rollcall()
                                .database()
                                .update(
                                        "UPDATE digest SET due_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE due_at IS NOT NULL"))
                .isEqualTo(1);
    }

    private String lastError() {
        String error =
                rollcall().database().queryForObject("SELECT COALESCE(last_error, '') FROM digest", String.class);
        return String.valueOf(error);
    }

    private void set(String notifications) {
        Wire.Answer answer = patch(notifications);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Wire.Answer patch(String notifications) {
        return rollcall().api("PATCH", "/settings", "{\"notifications\":" + notifications + "}");
    }

    private RunningRollcall rollcall() {
        return Objects.requireNonNull(started);
    }
}
