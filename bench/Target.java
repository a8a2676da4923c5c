import java.net.URI;

/** Where the requests go. */
record Target(URI base, String token) {
    int port() {
        return base.getPort() > 0 ? base.getPort() : 80;
    }

    String host() {
        return base.getHost();
    }
}
