package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.gmail.model.Message;
import dev.rollcall.report.DigestText.Section;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A digest in words and as a mail, whatever people are called. */
class DigestTextTest {
    private static final Instant AT = Instant.parse("2026-11-02T08:00:00Z");

    @Test
    void namesAreEscapedAndStayOnTheirLine() {
        List<Section> sections = List.of(new Section(
                "Users",
                "https://rollcall.example/console/problems",
                List.of(
                        new Concern("<script>alert(1)</script>\r\nBcc: all@evil.example", "refused: RC-1203 A\"B", AT),
                        new Concern("x".repeat(5000) + "\u202e", "waits", AT)),
                7,
                12));
        String html = DigestText.html("A&B", sections);
        assertThat(html)
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "A&amp;B",
                        "and 5 more",
                        "7 new, 12 waiting in all",
                        "waits, 2026-11-02 08:00 UTC")
                .doesNotContain("<script", "\n", "\u202e")
                .contains("href=\"https://rollcall.example/console/problems\"");
        String text = DigestText.text("A&B", sections);
        assertThat(text.lines().filter(line -> line.startsWith("Bcc"))).isEmpty();
        assertThat(text)
                .contains(
                        "* <script>alert(1)</script>  Bcc: all@evil.example: refused",
                        "x…",
                        "waits, 2026-11-02 08:00 UTC\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(500));
    }

    @Test
    void noNameBecomesAHeader() throws Exception {
        Digest digest = digest("Rollcall: 1 matter\r\nBcc: all@evil.example\r\n\r\nbody");
        MimeMessage mime = new DigestMail().mime(digest);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mime.writeTo(bytes);
        String wire = bytes.toString(StandardCharsets.UTF_8);
        assertThat(mime.getHeader("Bcc")).isNull();
        assertThat(wire.substring(0, wire.indexOf("\r\n\r\n")).lines().filter(line -> line.startsWith("Bcc")))
                .isEmpty();
        assertThat(mime.getAllRecipients()).hasSize(1);
        assertThat(mime.getMessageID()).isEqualTo("<rollcall-digest-1@example.com>");
        Message gmail = new DigestMail().gmail(digest);
        assertThat(new String(gmail.decodeRaw(), StandardCharsets.UTF_8))
                .contains("multipart/alternative", "text/plain", "text/html", "Message-ID: <rollcall-digest-1@");
    }

    @Test
    void aDigestIsNotLoggedWithItsNames() {
        assertThat(digest("s").toString()).doesNotContain("text", "to@example.com");
    }

    @Test
    void mailToAnotherMachineNeedsTls() {
        Properties far = DigestMailSender.properties(URI.create("smtp://mail.example.com"));
        assertThat(far)
                .containsEntry("mail.smtp.starttls.required", "true")
                .containsEntry("mail.smtp.ssl.checkserveridentity", "true")
                .containsEntry("mail.smtp.port", "587")
                .containsEntry("mail.smtp.timeout", "20000");
        assertThat(DigestMailSender.properties(URI.create("smtp://127.0.0.1:25")))
                .containsEntry("mail.smtp.starttls.required", "false");
        assertThat(DigestMailSender.properties(URI.create("smtps://mail.example.com")))
                .containsEntry("mail.smtps.port", "465")
                .containsEntry("mail.smtps.ssl.checkserveridentity", "true");
    }

    private static Digest digest(String subject) {
        return new Digest(
                "from@example.com",
                List.of("to@example.com"),
                subject,
                "text",
                "<p>text</p>",
                "<rollcall-digest-1@example.com>",
                AT,
                1,
                1);
    }
}
