package dev.rollcall.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses may be called, https ones and plain http on this machine alone, and what is wrong with others. */
public final class SafeUrls {
    private static final int LAST_PORT = 65_535;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Map<String, Integer> USUAL_PORTS = Map.of("https", 443, "http", 80, "ldaps", 636, "ldap", 389);

    private SafeUrls() {}

    /** Whether the address is https, or http to this machine; without a user name, and with a port that can be. */
    public static boolean isSafe(String url) {
        URI uri = parsed(url);
        if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null || !canBePort(uri)) {
            return false;
        }
        return scheme(uri).equals("https") || scheme(uri).equals("http") && isLoopback(uri.getHost());
    }

    /** Whether the address is https or http, wherever it leads. */
    static boolean isHttp(String url) {
        URI uri = parsed(url);
        return uri != null && uri.getHost() != null && Set.of("http", "https").contains(scheme(uri));
    }

    /** Whether the name stands for this machine, without asking a name server. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /**
     * What no address in the settings may have, whatever its scheme: a user or password, a query, a fragment, a port that
     * cannot be. What is no address at all is for those to judge who know the scheme.
     *
     * @return the rest of a sentence that begins with the setting's key; it quotes nothing, as a password may be in it
     */
    static Optional<String> fault(String url) {
        URI uri = parsed(url);
        if (uri == null || uri.getHost() == null) {
            return url.matches("[^/?#]*//[^/?#]*@.*") ? Optional.of(withUser()) : Optional.empty();
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of(withUser());
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of(" has a query (?) or a fragment (#). Leave scheme, host, port and path.");
        }
        return canBePort(uri)
                ? Optional.empty()
                : Optional.of(" has the port " + uri.getPort() + ". Ports go from 1 to " + LAST_PORT + "; correct it.");
    }

    private static String withUser() {
        return " has a user name or password before the host (@). Take them out: what lets Rollcall in has keys of its own.";
    }

    /** Where what is sent to the address goes: scheme, host and port, in one spelling; the path is of no account. */
    static String place(String url) {
        URI uri = parsed(url);
        if (uri == null || uri.getHost() == null) {
            return url;
        }
        int port = uri.getPort() < 0 ? USUAL_PORTS.getOrDefault(scheme(uri), -1) : uri.getPort();
        return scheme(uri) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (port < 0 ? "" : ":" + port);
    }

    /** Whether the address leads to this machine. */
    static boolean isHere(String url) {
        URI uri = parsed(url);
        return uri != null && uri.getHost() != null && isLoopback(uri.getHost());
    }

    private static boolean canBePort(URI uri) {
        return uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= LAST_PORT;
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static @Nullable URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
