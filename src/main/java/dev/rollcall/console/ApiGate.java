package dev.rollcall.console;

import dev.rollcall.security.ErrorBodies;
import dev.rollcall.security.ReadRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds the bodies of the admin API before anybody parses them: after the security chains, so that only callers who are known are read. */
@Component
@Order(0)
final class ApiGate extends OncePerRequestFilter {
    private static final int LARGEST_BODY = 1 << 20;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = ReadRequest.body(request, LARGEST_BODY);
        if (body == null) {
            response.setHeader("Connection", "close");
            ErrorBodies.writeApi(response, 413, "The body is larger than 1 MiB (1048576 bytes). Send less at once.");
            return;
        }
        chain.doFilter(new ReadRequest(request, body), response);
    }
}
