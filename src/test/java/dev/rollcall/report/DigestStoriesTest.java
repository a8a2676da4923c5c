package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleStub;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The digest, from a push that is refused to a mail in a mailbox or in Gmail: what it tells, and when. */
class DigestStoriesTest extends DigestFixture {
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
}
