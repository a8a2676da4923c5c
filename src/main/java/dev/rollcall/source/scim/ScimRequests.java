package dev.rollcall.source.scim;

import dev.rollcall.requests.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Reads a request at the edge. Behind it no route sees a header, a parameter or a form value of the client's. */
@Component("scimRequests")
public class ScimRequests {
    /** The exchange property that keeps the request for the answer. */
    static final String PROPERTY = "scimRequest";

    private static final Set<String> LISTS = Set.of("attributes", "excludedattributes");

    /** Reads the exchange's HTTP request, and keeps it as a property for the answer. */
    public ScimRequest read(Exchange exchange) throws IOException {
        HttpServletRequest request =
                exchange.getMessage(PlatformHttpMessage.class).getRequest();
        ScimRequest read = new ScimRequest(
                String.valueOf(request.getAttribute(RequestAttributes.SOURCE)),
                request.getRequestURI(),
                id(request.getRequestURI()),
                query(request.getQueryString()),
                list(request.getHeaders("If-Match")),
                list(request.getHeaders("If-None-Match")),
                request.getInputStream().readAllBytes());
        // Refused before anything is stored, not when the answer is written.
        AttributeSelection.of(read.query());
        exchange.setProperty(PROPERTY, read);
        return read;
    }

    /** A list that may come in several lines is one (RFC 9110 section 5.3). */
    private static @Nullable String list(Enumeration<String> lines) {
        return lines.hasMoreElements() ? String.join(",", Collections.list(lines)) : null;
    }

    private static @Nullable UUID id(String path) {
        String last = UriUtils.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        return last.length() == 36 ? uuid(last) : null;
    }

    /** The UUID in the text, or {@code null}: our ids are lower case and have 36 characters. */
    static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Parameters decoded as form data: {@code +} is a space, but in a filter that has others. Of several with one name the
     * first counts, but lists of attributes are joined. Empty ones count as absent, but for {@code cursor}, which asks for the
     * first page by cursor (RFC 9865 section 2).
     */
    static Map<String, String> query(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0
                    ? ""
                    : decoded(name.equals("filter") ? withPlus(pair, equals) : pair.substring(equals + 1));
            if (!name.isEmpty() && (!value.isEmpty() || name.equals("cursor"))) {
                parameters.merge(name, value, (first, next) -> LISTS.contains(name) ? first + "," + next : first);
            }
        }
        return parameters;
    }

    /**
     * A filter whose first blank is written {@code %20} was not written by a form: its {@code +} is one, as some libraries leave
     * it in an address, and who would look for {@code ana+it@…} in vain would make the user anew.
     */
    private static String withPlus(String pair, int equals) {
        String filter = pair.substring(equals + 1);
        int plus = filter.indexOf('+');
        int blank = filter.indexOf("%20");
        return blank >= 0 && blank < plus ? filter.replace("+", "%2B") : filter;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ScimException.invalidValue(
                    "a query parameter is not encoded rightly: a '%' is not followed by two hexadecimal digits");
        }
    }
}
