package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rollcall.source.ldap.Certificates;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a digest meets at mail servers: one that is down, that asks who sends, or that cannot be trusted. */
class MailServerStoriesTest extends DigestFixture {
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
}
