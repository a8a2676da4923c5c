package dev.rollcall.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** Answers what the strict firewall refuses as an error of its side: double slashes, encoded slashes, unknown methods. */
@Component
final class RefusedRequests implements RequestRejectedHandler {
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException why)
            throws IOException {
        int status = 400;
        String detail = "The address has characters or a form that are not allowed.";
        if (request.getMethod().equals("TRACE")) {
            status = 405;
            detail = "No address takes the method TRACE.";
        } else if (Arrays.stream(HttpMethod.values()).noneMatch(method -> method.matches(request.getMethod()))) {
            status = 501;
            detail = "The method is not known here.";
        }
        ErrorBodies.write(response, ErrorBodies.path(request), status, detail);
    }
}
