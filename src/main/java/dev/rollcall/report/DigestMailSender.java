package dev.rollcall.report;

import dev.rollcall.settings.Notifications.Smtp;
import dev.rollcall.settings.SafeUrls;
import dev.rollcall.settings.Settings;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.springframework.stereotype.Component;

/**
 * Sends through the mail server that the settings name at that moment. To another machine nothing goes without TLS, and
 * the certificate must be for the server's name.
 */
@Component("digestMailSender")
class DigestMailSender extends DefaultJavaMailSender {
    private final Settings settings;

    DigestMailSender(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void send(MimeMessage message) throws MessagingException {
        Smtp smtp = settings.current().notifications().smtp();
        if (smtp == null || smtp.url().isBlank()) {
            throw new MessagingException("rollcall.notifications.smtp.url is empty");
        }
        URI server = URI.create(smtp.url());
        Session session = Session.getInstance(properties(server));
        try (Transport transport = session.getTransport(server.getScheme())) {
            if (smtp.username().isBlank()) {
                transport.connect();
            } else {
                transport.connect(smtp.username(), smtp.password());
            }
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /** How Angus Mail reaches the server. */
    static Properties properties(URI server) {
        String prefix = "mail." + server.getScheme() + ".";
        boolean implicit = server.getScheme().equals("smtps");
        Properties properties = new Properties();
        properties.put(prefix + "host", server.getHost());
        properties.put(prefix + "port", String.valueOf(server.getPort() > 0 ? server.getPort() : implicit ? 465 : 587));
        properties.put(prefix + "connectiontimeout", "10000");
        properties.put(prefix + "timeout", "20000");
        properties.put(prefix + "writetimeout", "20000");
        properties.put(prefix + "sendpartial", "false");
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (!implicit) {
            properties.put(prefix + "starttls.enable", "true");
            properties.put(prefix + "starttls.required", String.valueOf(!SafeUrls.isLoopback(server.getHost())));
        }
        return properties;
    }
}
