package dev.rollcall.source.scim;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Lets no header of a request into an exchange, and only the headers of a SCIM answer out of it. Camel would otherwise
 * hand every request header to every producer, and send the bearer token back to the client.
 */
@Component("scimHeaders")
public class ScimHeaders implements HeaderFilterStrategy {
    private static final Set<String> ANSWERED =
            Set.of("content-type", "content-location", "location", "etag", "retry-after", "www-authenticate", "allow");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !ANSWERED.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}
