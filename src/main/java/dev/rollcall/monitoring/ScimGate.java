package dev.rollcall.monitoring;

import dev.rollcall.requests.RequestAttributes;
import dev.rollcall.security.ErrorBodies;
import dev.rollcall.security.ReadRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before everything else on {@code /scim}: answers 503 until the routes are up (Tomcat listens earlier, and an
 * identity provider may read 404 as "gone"), refuses other media types, and evens out the slashes of a base URL that was
 * pasted with one too many.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class ScimGate extends OncePerRequestFilter {
    private final CamelContext camel;

    ScimGate(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !evened(request.getRequestURI()).startsWith("/scim");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!camel.isStarted() || camel.isStopping()) {
            response.setHeader("Retry-After", "5");
            ErrorBodies.writeScim(response, 503, "Rollcall is starting or stopping. Try again in a few seconds");
            return;
        }
        byte[] body = ReadRequest.body(request);
        request.setAttribute(RequestAttributes.BODY, body);
        String unreadable = body.length > 0 ? unreadable(request) : null;
        if (unreadable != null) {
            ErrorBodies.writeScim(response, 415, unreadable);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        chain.doFilter(new Evened(request), response);
    }

    /** What hinders reading the body, if anything does. */
    private static @Nullable String unreadable(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.trim().equalsIgnoreCase("identity")) {
            return "the body is compressed, as the header Content-Encoding says. Send it as it is";
        }
        return isJson(request.getContentType())
                ? null
                : "the content type is not readable. Send application/scim+json or application/json";
    }

    /** SCIM and plain JSON, in UTF-8, or no type at all. */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].trim();
        return type.equals("application/scim+json") || type.equals("application/json");
    }

    /** {@code //scim/v2//Users/} becomes {@code /scim/v2/Users}. */
    static String evened(String path) {
        StringBuilder even = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || even.isEmpty() || even.charAt(even.length() - 1) != '/') {
                even.append(c);
            }
        }
        int end = even.length();
        return end > 1 && even.charAt(end - 1) == '/' ? even.substring(0, end - 1) : even.toString();
    }

    /** The request with an even path. */
    private static final class Evened extends HttpServletRequestWrapper {
        private final String path;
        private final String servletPath;

        Evened(HttpServletRequest request) {
            super(request);
            this.path = evened(request.getRequestURI());
            this.servletPath = evened(request.getServletPath());
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(getScheme() + "://" + getServerName() + ":" + getServerPort() + path);
        }

        @Override
        public String getServletPath() {
            return servletPath;
        }
    }
}
