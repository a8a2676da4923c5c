package dev.rollcall.security;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.RequestDispatcher;
import java.util.Map;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.servlet.error.DefaultErrorAttributes;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;

/** The body of errors that no controller and no route has answered: SCIM's form under /scim, the API's form elsewhere. */
@Component
final class ErrorPage extends DefaultErrorAttributes {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE, RequestAttributes.SCOPE_REQUEST)
                        instanceof Integer code
                ? code
                : 500;
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI, RequestAttributes.SCOPE_REQUEST);
        String detail = detail(status);
        ObjectNode body = path instanceof String text && text.startsWith("/scim")
                ? ErrorBodies.scim(status, detail)
                : ErrorBodies.api(status, detail);
        return JSON.convertValue(body, new TypeReference<Map<String, Object>>() {});
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
