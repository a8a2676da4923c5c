package dev.rollcall.report;

import com.google.api.client.http.HttpResponseException;
import dev.rollcall.failure.Causes;
import dev.rollcall.google.GoogleAccess;
import dev.rollcall.google.GoogleTrouble;
import dev.rollcall.settings.Notifications;
import dev.rollcall.settings.Notifications.Smtp;
import dev.rollcall.settings.Settings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in a sentence why a digest could not be sent; without addresses and without what a server said. */
@Component
final class MailTrouble {
    private final Settings settings;

    MailTrouble(Settings settings) {
        this.settings = settings;
    }

    String sentence(Throwable failure) {
        Notifications notifications = settings.current().notifications();
        GoogleAccess gmail = GmailClientFactory.access(notifications);
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof HttpResponseException) {
                return GoogleTrouble.of(failure, gmail).sentence();
            }
            if (cause instanceof MessagingException) {
                return smtp(failure, notifications.smtp());
            }
        }
        return notifications.route().equals("direct:report-gmail")
                ? GoogleTrouble.of(failure, gmail).sentence()
                : "The route " + notifications.route() + " failed with "
                        + failure.getClass().getSimpleName() + ".";
    }

    private static String smtp(Throwable failure, @Nullable Smtp smtp) {
        String host = smtp == null || smtp.url().isBlank()
                ? "The mail server"
                : "The mail server " + URI.create(smtp.url()).getHost();
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof AuthenticationFailedException) {
                return host + " does not accept the user name and password of rollcall.notifications.smtp.";
            }
            if (cause instanceof SendFailedException) {
                return host + " does not take mail of this sender for these receivers. Check from and to of"
                        + " rollcall.notifications.";
            }
            if (cause instanceof SSLException) {
                return "The certificate of " + lower(host)
                        + " cannot be trusted, or is for another name. Use the name that it is for, or add its CA to"
                        + " Java's trust store.";
            }
            if (cause instanceof SocketTimeoutException) {
                return host + " did not answer in time. Check rollcall.notifications.smtp.url and the firewall.";
            }
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return host + " cannot be reached. Check rollcall.notifications.smtp.url and the firewall.";
            }
            // Before anything is sent a server can decline nothing else (RFC 3207 section 4).
            if (String.valueOf(cause.getMessage()).matches("(?s).*STARTTLS.*|(454|50\\d)\\b.*")) {
                return host
                        + " does not offer STARTTLS, or declines it, without which nothing is sent to another machine. Use"
                        + " smtps:// or a server that offers it.";
            }
        }
        return host + " did not take the mail.";
    }

    private static String lower(String host) {
        return "t" + host.substring(1);
    }
}
