package dev.rollcall.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** What can be told of a request about the browser that may have sent it. */
final class BrowserRequests {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private BrowserRequests() {}

    /**
     * Whether another site's page may have sent this change with credentials that the browser adds by itself: the session's
     * cookie, or a Basic password that it remembers. No page can add an Authorization header for another site without being
     * allowed to, so a request with one and without a browser's mark is its caller's own.
     */
    static boolean mayBeForged(HttpServletRequest request) {
        if (READING.contains(request.getMethod())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        boolean fromElsewhere = site != null && !OWN_SITE.contains(site);
        boolean bySession = request.getHeader(HttpHeaders.AUTHORIZATION) == null && request.isRequestedSessionIdValid();
        return fromElsewhere || bySession;
    }

    /** Whether this is a page to come back to after the login: not a part of one, not a file, not an action. */
    static boolean isPage(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getRequestURI().startsWith("/console")
                && !isPartOfPage(request);
    }

    /** Whether a script of ours asks for a part of a page. */
    static boolean isPartOfPage(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }
}
