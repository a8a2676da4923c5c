package dev.rollcall.security.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/** The page that somebody wanted before the login page came. */
final class SignInTarget {
    /** Of the request that comes back from the provider. */
    static final String ATTRIBUTE = SignInTarget.class.getName();

    private static final String USUAL = "/console";
    private static final Pattern OURS = Pattern.compile("/(console|actuator/hawtio)(?![\\w-])[\\w/.~?=&%:+@,-]*");

    private SignInTarget() {}

    /** The page that the session remembers, as a path; the overview where it remembers none. */
    static String asked(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = new HttpSessionRequestCache().getRequest(request, response);
        if (saved == null) {
            return USUAL;
        }
        try {
            URI address = URI.create(saved.getRedirectUrl());
            return safe(address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()));
        } catch (IllegalArgumentException e) {
            return USUAL;
        }
    }

    /** The page to go to now. */
    static String of(HttpServletRequest request) {
        return safe(request.getAttribute(ATTRIBUTE) instanceof String path ? path : null);
    }

    private static String safe(@Nullable String path) {
        return path != null && OURS.matcher(path).matches() ? path : USUAL;
    }
}
