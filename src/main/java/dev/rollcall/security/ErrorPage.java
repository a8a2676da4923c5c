package dev.rollcall.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what no controller and no route has answered: in SCIM's form under /scim, in the API's form elsewhere. */
@Controller
final class ErrorPage implements ErrorController {
    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                && path.startsWith("/scim")) {
            ErrorBodies.writeScim(response, status, detail(status));
        } else {
            ErrorBodies.writeApi(response, status, detail(status));
        }
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "The request could not be read.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406 -> "This address answers in JSON.";
            case 413 -> "The request is too large.";
            case 415 -> "This address takes JSON.";
            default -> status < 500 ? "The request was refused." : "Something went wrong here. The log has more.";
        };
    }
}
