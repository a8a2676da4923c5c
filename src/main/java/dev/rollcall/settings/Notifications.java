package dev.rollcall.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what needs a person.
 *
 * @param schedule Quartz cron; empty: no digest
 * @param poll milliseconds between two looks for a digest whose sending failed; the route reads it at start
 * @param route which route sends it, {@code direct:report-smtp} or {@code direct:report-gmail}
 */
public record Notifications(
        String schedule,
        int poll,
        String route,
        String from,
        List<String> to,
        @Nullable Smtp smtp,
        @Nullable Gmail gmail) {
    public Notifications {
        schedule = schedule == null ? "" : schedule;
        poll = poll == 0 ? 60_000 : poll;
        route = route == null || route.isBlank() ? "direct:report-smtp" : route;
        from = from == null ? "" : from;
        to = to == null ? List.of() : List.copyOf(to);
    }

    /** A mail server: {@code smtps://host:465} or {@code smtp://host:587}, where STARTTLS is required unless it is loopback. */
    public record Smtp(String url, String username, String password) {
        public Smtp {
            url = url == null ? "" : url;
            username = username == null ? "" : username;
            password = password == null ? "" : password;
        }

        @Override
        public String toString() {
            return "Smtp[url=" + url + ", username=" + username + ", password=***]";
        }
    }

    /**
     * The Gmail API.
     *
     * @param credentials path of a service account's key file
     * @param delegate the mailbox it sends as
     * @param rootUrl another root of the API, such as a stub's; empty: Google's
     */
    public record Gmail(String credentials, String delegate, String rootUrl, String tokenUrl) {
        public Gmail {
            credentials = credentials == null ? "" : credentials;
            delegate = delegate == null ? "" : delegate;
            rootUrl = rootUrl == null ? "" : rootUrl;
            tokenUrl = tokenUrl == null ? "" : tokenUrl;
        }
    }
}
