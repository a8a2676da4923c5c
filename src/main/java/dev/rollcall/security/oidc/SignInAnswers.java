package dev.rollcall.security.oidc;

import dev.rollcall.audit.SignIns;
import dev.rollcall.failure.Causes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.util.HtmlUtils;

/** What a browser is told when it comes back from the provider. */
final class SignInAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(SignInAnswers.class);
    private static final Set<String> NOT_BEGUN = Set.of("authorization_request_not_found", "invalid_state_parameter");
    private static final Set<String> NOT_LET_IN =
            Set.of("access_denied", "login_required", "consent_required", "interaction_required");

    private final SignIns signIns;

    SignInAnswers(SignIns signIns) {
        this.signIns = signIns;
    }

    /**
     * A page that goes on by itself, not a redirect: only a request that begins on a page of ours carries the session's
     * {@code SameSite=Strict} cookie.
     */
    static void signedIn(HttpServletRequest request, HttpServletResponse response, Authentication user)
            throws IOException {
        String target = HtmlUtils.htmlEscape(SignInTarget.of(request));
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write("""
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=%s"><title>Signed in · Rollcall</title></head>
                <body><p>You are signed in. <a href="%s">Go on to Rollcall</a></p></body>
                </html>
                """.formatted(target, target));
    }

    /**
     * Back to the login page, which says why. The log has the provider's word for it, and nothing of the person; the audit
     * has who was refused. What anybody can bring about without the provider is in neither.
     */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        String reason = reason(why);
        if (!reason.equals("again") && !reason.equals("denied")) {
            LOG.warn("A sign-in by OpenID Connect was refused: {} ({})", reason, word(why));
        }
        if (why instanceof NoRole refused) {
            String name = refused.name();
            signIns.refused(
                    name == null ? null : ProviderUser.MARK + name,
                    "no role by OpenID Connect",
                    request.getRemoteAddr());
        } else if (reason.equals("check")) {
            signIns.refused(null, "an answer by OpenID Connect that did not hold", request.getRemoteAddr());
        }
        response.sendRedirect("/login?refused=" + reason);
    }

    private static String reason(AuthenticationException why) {
        if (why instanceof NoRole) {
            return "role";
        }
        if (isUnreachable(why)) {
            return "unreachable";
        }
        String word = word(why);
        return NOT_BEGUN.contains(word) ? "again" : NOT_LET_IN.contains(word) ? "denied" : "check";
    }

    private static boolean isUnreachable(AuthenticationException why) {
        return Causes.of(why).stream()
                .anyMatch(cause -> cause instanceof ProviderUnreachable
                        || cause instanceof ResourceAccessException
                        || cause instanceof HttpServerErrorException
                        || cause instanceof JwtException && !(cause instanceof BadJwtException));
    }

    private static String word(AuthenticationException why) {
        @Nullable
        String code = why instanceof OAuth2AuthenticationException told
                ? told.getError().getErrorCode()
                : null;
        return code != null && code.matches("[a-z_]{1,60}") ? code : "-";
    }
}
