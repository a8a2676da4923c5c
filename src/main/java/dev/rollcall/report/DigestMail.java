package dev.rollcall.report;

import com.google.api.services.gmail.model.Message;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.springframework.stereotype.Component;

/** Makes a digest a mail (RFC 5322, RFC 2046 section 5.1.4): text and HTML as alternatives. */
@Component("digestMail")
public class DigestMail {
    private static final Session SESSION = Session.getInstance(new Properties());

    DigestMail() {}

    /** The mail for a mail server. */
    public MimeMessage mime(Digest digest) throws MessagingException {
        MimeMessage message = new MimeMessage(SESSION) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", digest.messageId());
            }
        };
        message.setFrom(new InternetAddress(digest.from(), true));
        for (String to : digest.to()) {
            message.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(DigestText.line(digest.subject()), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no automatic answers
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(digest.text(), "text/plain; charset=UTF-8"));
        alternatives.addBodyPart(part(digest.html(), "text/html; charset=UTF-8"));
        message.setContent(alternatives);
        message.saveChanges();
        return message;
    }

    private static BodyPart part(String content, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(content, type);
        return part;
    }

    /** The mail for the Gmail API: the whole of it, in URL-safe base64. */
    public Message gmail(Digest digest) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mime(digest).writeTo(bytes);
        return new Message().encodeRaw(bytes.toByteArray());
    }
}
