package dev.rollcall.report;

import dev.rollcall.google.GoogleAccess;
import dev.rollcall.settings.CronSchedule;
import dev.rollcall.settings.Notifications;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What must hold of the settings of the digest. Nothing is asked for while there is no schedule. */
@Component
final class NotificationsCheck implements SettingsCheck {
    private static final String KEY = "rollcall.notifications";

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        Notifications notifications = settings.notifications();
        if (notifications.schedule().isBlank()) {
            return problems;
        }
        CronSchedule.problem(KEY + ".schedule", notifications.schedule()).ifPresent(problems::add);
        if (!isAddress(notifications.from())) {
            problems.add(KEY + ".from must be the one e-mail address that the digest comes from.");
        }
        if (notifications.to().isEmpty()) {
            problems.add(KEY + ".to must list who gets the digest.");
        }
        for (int i = 0; i < notifications.to().size(); i++) {
            if (!isAddress(notifications.to().get(i))) {
                problems.add(KEY + ".to: entry " + (i + 1) + " is not an e-mail address.");
            }
        }
        switch (notifications.route()) {
            case "direct:report-smtp" -> smtp(notifications, problems);
            case "direct:report-gmail" -> gmail(notifications, problems);
            default -> {
                if (!notifications.route().matches("direct:[A-Za-z0-9._-]+")) {
                    problems.add(KEY + ".route must name a route's entry, such as direct:report-smtp.");
                }
            }
        }
        return problems;
    }

    private static boolean isAddress(String text) {
        try {
            new InternetAddress(text, true);
            return text.matches("[^\\s<>,;:\"\\p{Cntrl}]+@[^\\s<>,;:\"\\p{Cntrl}]+");
        } catch (AddressException e) {
            return false;
        }
    }

    private static void smtp(Notifications notifications, List<String> problems) {
        String url = notifications.smtp() == null ? "" : notifications.smtp().url();
        try {
            URI server = new URI(url);
            if (server.getHost() != null && List.of("smtp", "smtps").contains(String.valueOf(server.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        problems.add(KEY + ".smtp.url must be smtps://host:465 or smtp://host:587; user name and password have keys of"
                + " their own.");
    }

    private static void gmail(Notifications notifications, List<String> problems) {
        GoogleAccess access = GmailClientFactory.access(notifications);
        problems.addAll(access.problems());
        if (!isAddress(access.delegate())) {
            problems.add(KEY + ".gmail.delegate must be the address of the mailbox that the digest is sent from.");
        }
    }
}
