package dev.rollcall.report;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.GmailScopes;
import dev.rollcall.google.GoogleAccess;
import dev.rollcall.google.ServiceAccount;
import dev.rollcall.settings.Notifications;
import dev.rollcall.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.component.google.mail.GoogleMailClientFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the Gmail client of camel-google-mail. Unlike that component's own factory it asks for no token while Rollcall
 * starts, has time-outs, and looks at the settings at every request, so that they can change while Rollcall runs.
 */
@Component("gmailClientFactory")
class GmailClientFactory implements GoogleMailClientFactory {
    private static final String GOOGLES_ROOT = "https://gmail.googleapis.com/";

    private final Settings settings;
    private @Nullable Account account;

    /** A service account, and what it was made from. */
    private record Account(GoogleAccess access, ServiceAccount serviceAccount) {}

    GmailClientFactory(Settings settings) {
        this.settings = settings;
    }

    /** How the settings reach Gmail. */
    static GoogleAccess access(Notifications notifications) {
        var gmail = notifications.gmail();
        return gmail == null
                ? new GoogleAccess("rollcall.notifications.gmail", "", "", GmailScopes.GMAIL_SEND, "", "")
                : new GoogleAccess(
                        "rollcall.notifications.gmail",
                        gmail.credentials(),
                        gmail.delegate(),
                        GmailScopes.GMAIL_SEND,
                        gmail.rootUrl(),
                        gmail.tokenUrl());
    }

    @Override
    public Gmail makeClient(
            String clientId,
            String clientSecret,
            Collection<String> scopes,
            String applicationName,
            String refreshToken,
            String accessToken) {
        return client();
    }

    @Override
    public Gmail makeClient(
            CamelContext camel,
            String serviceAccountKey,
            Collection<String> scopes,
            String applicationName,
            String delegate) {
        return client();
    }

    private Gmail client() {
        return new Gmail.Builder(ServiceAccount.transport(), GsonFactory.getDefaultInstance(), this::initialize)
                .setRootUrl(GOOGLES_ROOT)
                .setApplicationName("Rollcall")
                .build();
    }

    private void initialize(HttpRequest request) throws IOException {
        GoogleAccess access = access(settings.current().notifications());
        URI root = URI.create(access.root(GOOGLES_ROOT));
        request.getUrl().setScheme(root.getScheme());
        request.getUrl().setHost(root.getHost());
        request.getUrl().setPort(root.getPort());
        request.getUrl()
                .setRawPath(root.getRawPath().replaceAll("/+$", "")
                        + request.getUrl().getRawPath());
        serviceAccount(access).initialize(request);
    }

    private synchronized ServiceAccount serviceAccount(GoogleAccess access) throws IOException {
        Account known = account;
        if (known == null || !known.access().equals(access)) {
            known = new Account(access, ServiceAccount.of(access));
            account = known;
        }
        return known.serviceAccount();
    }
}
