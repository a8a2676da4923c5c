package dev.rollcall.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A service account that acts for a person by domain-wide delegation. Reads the key and asks for a token when the first
 * request needs it, not before; asks for a new one when it has run out. Requests have time-outs, follow no redirects, and
 * go to https addresses only, this machine apart.
 */
public final class ServiceAccount implements HttpRequestInitializer {
    static final int CONNECT_MILLIS = 10_000;
    static final int READ_MILLIS = 30_000;

    private static final HttpTransport TRANSPORT = new NetHttpTransport.Builder()
            .setConnectionFactory(SafeConnections::open)
            .build();

    private final HttpCredentialsAdapter credentials;

    private ServiceAccount(HttpCredentialsAdapter credentials) {
        this.credentials = credentials;
    }

    /**
     * Reads the key.
     *
     * @throws IOException for a key that cannot be used; {@link GoogleTrouble} makes a sentence of it
     */
    public static ServiceAccount of(GoogleAccess access) throws IOException {
        byte[] key = KeyFile.read(access);
        ServiceAccountCredentials.Builder builder;
        try {
            builder = ServiceAccountCredentials.fromStream(new ByteArrayInputStream(key), () -> TRANSPORT).toBuilder();
        } catch (IOException | RuntimeException e) {
            throw new KeyFile.Unusable(
                    "The key file '" + access.credentials() + "' (" + access.settings()
                            + ".credentials) is damaged: its private key cannot be read. Make a new key for the service account.");
        }
        if (!access.tokenUrl().isBlank()) {
            builder.setTokenServerUri(URI.create(access.tokenUrl()));
        }
        return new ServiceAccount(new HttpCredentialsAdapter(builder.setScopes(List.of(access.scope()))
                .setServiceAccountUser(access.delegate())
                .setHttpTransportFactory(() -> TRANSPORT)
                .setDefaultRetriesEnabled(false) // GoogleCalls tries again, with a limit over all
                .build()));
    }

    /** What connections are made by. */
    public static HttpTransport transport() {
        return TRANSPORT;
    }

    @Override
    public void initialize(HttpRequest request) throws IOException {
        request.setConnectTimeout(CONNECT_MILLIS);
        request.setReadTimeout(READ_MILLIS);
        request.setFollowRedirects(false);
        credentials.initialize(request);
    }
}
