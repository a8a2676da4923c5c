package dev.rollcall.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what no controller and no route has answered: in SCIM's form under /scim, as a page in the console, in the API's
 * form elsewhere.
 */
@Controller
final class ErrorPage implements ErrorController {
    /** The request attribute with a sentence for the console's page that says more than the status. */
    static final String DETAIL = "rollcall.detail";

    /** Who sees it is mostly an admin who pasted another URL than the setup page has. */
    private static final String NO_SCIM =
            "There is nothing at this address. Users are at /scim/v2/Users: check the base URL"
                    + " in your identity provider (Entra ID: tenant URL), which ends in /scim/v2.";

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ModelAndView error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String path = ErrorBodies.path(request);
        if (path.startsWith("/console") || path.equals("/login")) {
            response.setStatus(status);
            String detail = request.getAttribute(DETAIL) instanceof String known ? known : pageDetail(status);
            return new ModelAndView("problem", Map.of("status", status, "detail", detail));
        }
        boolean scim = path.startsWith("/scim");
        ErrorBodies.write(response, path, status, status == 404 && scim ? NO_SCIM : detail(status));
        return null;
    }

    private static String pageDetail(int status) {
        return switch (status) {
            case 403 -> "Your role does not allow this. Ask an admin of Rollcall.";
            case 404 -> "There is no such page.";
            case 405 -> "This page cannot be called in this way. Go back and try again.";
            default -> detail(status);
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "The request could not be read.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406 -> "This address answers in JSON.";
            case 408 -> "The request did not come whole. Send it again.";
            case 413 -> "The request is larger than 1 MiB. Send less at once.";
            case 415 -> "The Content-Type does not fit. Send JSON; a preview takes LDIF as text/plain.";
            case 503 -> "Too much comes at once. Try again in a few seconds.";
            default -> status < 500 ? "The request was refused." : "Something went wrong here. The log has more.";
        };
    }
}
