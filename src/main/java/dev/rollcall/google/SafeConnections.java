package dev.rollcall.google;

import dev.rollcall.settings.SafeUrls;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Connections to {@link SafeUrls safe addresses} alone, which follow nothing elsewhere. */
final class SafeConnections {
    private SafeConnections() {}

    static HttpURLConnection open(URL url) throws IOException {
        if (!SafeUrls.isSafe(url.toString())) {
            throw new UnsafeAddress(url.getHost());
        }
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(ServiceAccount.CONNECT_MILLIS);
        connection.setReadTimeout(ServiceAccount.READ_MILLIS);
        return connection;
    }

    /** An address that would carry tokens in the clear. */
    static final class UnsafeAddress extends IOException {
        private static final long serialVersionUID = 1;

        UnsafeAddress(String host) {
            super(host);
        }
    }
}
