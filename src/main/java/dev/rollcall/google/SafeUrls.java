package dev.rollcall.google;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Set;

/** Which addresses may be called: https ones, and plain http on this machine alone. */
public final class SafeUrls {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private SafeUrls() {}

    /** Whether the address is https, or http to this machine. */
    public static boolean isSafe(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && (scheme.equals("https") || scheme.equals("http") && isLoopback(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether the name stands for this machine, without asking a name server. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Opens a connection that follows nothing elsewhere. */
    static HttpURLConnection open(URL url) throws IOException {
        if (!isSafe(url.toString())) {
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
