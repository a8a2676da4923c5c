package dev.rollcall.security;

import dev.rollcall.requests.RequestAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets SCIM requests in by their source's token. A bad token is 401; trouble of ours or of the issuer is 503, since identity
 * providers take a 401 for the end of the connection and stop provisioning.
 */
final class SourceTokenFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(SourceTokenFilter.class);
    private static final List<SimpleGrantedAuthority> SOURCE = List.of(new SimpleGrantedAuthority("ROLE_SOURCE"));

    private final SourceTokens tokens;
    private final SecurityContextRepository contexts;

    SourceTokenFilter(SourceTokens tokens, SecurityContextRepository contexts) {
        this.tokens = tokens;
        this.contexts = contexts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> source;
        try {
            source = tokens.sourceOf(request.getHeader(HttpHeaders.AUTHORIZATION));
        } catch (IssuerUnreachable | DataAccessException e) {
            LOG.warn("A token could not be checked: {}", e.getClass().getSimpleName());
            response.setHeader(HttpHeaders.RETRY_AFTER, "10");
            ErrorBodies.writeScim(response, 503, "The token cannot be checked at the moment. Try again later.");
            return;
        }
        if (source.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Rollcall\"");
            ErrorBodies.writeScim(
                    response,
                    401,
                    "The token is missing, unknown, expired or revoked. Send 'Authorization: Bearer' with a token that was made for this source.");
            return;
        }
        request.setAttribute(RequestAttributes.SOURCE, source.get());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(source.get(), null, SOURCE));
        SecurityContextHolder.setContext(context);
        // Answers that Camel gives from another thread pass the chain again, without this filter.
        contexts.saveContext(context, request, response);
        chain.doFilter(request, response);
    }
}
