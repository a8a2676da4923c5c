package dev.rollcall.delivery.http;

import org.springframework.stereotype.Component;

/** What Rollcall says of itself in requests: some servers block the names of HTTP libraries. */
@Component("outgoing")
public class Outgoing {
    private final String userAgent;

    Outgoing() {
        String version = Outgoing.class.getPackage().getImplementationVersion();
        this.userAgent = "Rollcall/" + (version == null ? "dev" : version);
    }

    /** The {@code User-Agent}, such as {@code Rollcall/1.0.0}. */
    public String userAgent() {
        return userAgent;
    }
}
