package dev.rollcall.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;

/** The answers of the security chains to callers that are not let in. */
final class Refusals {
    private static final String OLD_FORM =
            "This form was opened before you signed in, so nothing was done. Open the page again, and send it from there.";

    private Refusals() {}

    /** The admin API's caller is nobody, or guesses. */
    static void unknownCaller(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManyGuesses guesses) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(guesses.seconds()));
            ErrorBodies.writeApi(
                    response, 429, "Too many wrong passwords for this user. Try again in " + seconds(guesses) + ".");
        } else if (why instanceof InternalAuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "10");
            ErrorBodies.writeApi(response, 503, "The password cannot be checked at the moment. Try again later.");
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Rollcall\", charset=\"UTF-8\"");
            ErrorBodies.writeApi(response, 401, "User name or password is missing or wrong.");
        }
    }

    /** The admin API's caller may not do this. */
    static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        ErrorBodies.writeApi(
                response,
                403,
                why instanceof CsrfException
                        ? "A browser's session changes things with its CSRF token only. Send it as X-CSRF-TOKEN."
                        : "Your role does not allow this.");
    }

    /** The console shows its login page; a script that asks for a part of a page is sent there too. */
    static void loginFirst(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        boolean lost =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        String login = !lost ? "/login" : request.getRequestURI().equals("/logout") ? "/login?out" : "/login?over";
        if (BrowserRequests.isPartOfPage(request)) {
            response.setHeader("HX-Redirect", login);
            response.setStatus(401);
        } else {
            response.sendRedirect(login);
        }
    }

    /** The console's user may not do this, or the form is older than the session. */
    static void deniedPage(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws ServletException, IOException {
        if (why instanceof CsrfException && !request.isRequestedSessionIdValid()) {
            loginFirst(request, response, new SessionOver());
        } else {
            if (why instanceof CsrfException) {
                request.setAttribute(ErrorPage.DETAIL, OLD_FORM);
            }
            response.sendError(403);
        }
    }

    /** Back to the login page, which says why. */
    static void loginFailed(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManyGuesses guesses) {
            response.sendRedirect("/login?wait=" + guesses.seconds());
        } else if (why instanceof InternalAuthenticationServiceException) {
            response.sendRedirect("/login?down");
        } else {
            response.sendRedirect("/login?wrong");
        }
    }

    private static String seconds(TooManyGuesses guesses) {
        return guesses.seconds() == 1 ? "1 second" : guesses.seconds() + " seconds";
    }

    /** The session of a form has ended. */
    private static final class SessionOver extends AuthenticationException {
        private static final long serialVersionUID = 1;

        SessionOver() {
            super("The session is over");
        }
    }
}
