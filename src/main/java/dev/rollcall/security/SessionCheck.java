package dev.rollcall.security;

import dev.rollcall.security.oidc.ProviderSessions;
import dev.rollcall.security.oidc.ProviderUser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions whose user was removed, or got another role or password since: on every replica, with the next request. One
 * look-up by primary key a request. Whoever came by an OpenID provider is held against the settings instead.
 */
final class SessionCheck extends OncePerRequestFilter {
    private final ConsoleUsers users;
    private final ProviderSessions fromProvider;

    SessionCheck(ConsoleUsers users, ProviderSessions fromProvider) {
        this.users = users;
        this.fromProvider = fromProvider;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known != null && isOver(known.getPrincipal())) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.clearContext();
        }
        chain.doFilter(request, response);
    }

    private boolean isOver(Object principal) {
        if (principal instanceof ConsoleUser user) {
            return users.find(user.username()).filter(user::equals).isEmpty();
        }
        return principal instanceof ProviderUser user && !fromProvider.hold(user);
    }
}
