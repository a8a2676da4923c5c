package dev.rollcall.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** The bodies of refusals that happen before a controller or route is reached. */
public final class ErrorBodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorBodies() {}

    /** A SCIM error (RFC 7644 §3.12); the status is text there. */
    static ObjectNode scim(int status, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        return body.put("status", Integer.toString(status)).put("detail", detail);
    }

    /** An error of the admin API. */
    static ObjectNode api(int status, String detail) {
        HttpStatus known = HttpStatus.resolve(status);
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("error", known == null ? "Error" : known.getReasonPhrase())
                .put("detail", detail);
    }

    private static void write(HttpServletResponse response, int status, String type, ObjectNode body)
            throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Answers in the form of the side that was asked: SCIM's under /scim, the admin API's elsewhere. */
    public static void write(HttpServletResponse response, String path, int status, String detail) throws IOException {
        if (path.startsWith("/scim")) {
            writeScim(response, status, detail);
        } else {
            writeApi(response, status, detail);
        }
    }

    /** What was asked for, also where the server asks for its error page instead. */
    static String path(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                ? asked
                : request.getRequestURI();
    }

    /** Answers with a SCIM error. */
    public static void writeScim(HttpServletResponse response, int status, String detail) throws IOException {
        write(response, status, "application/scim+json", scim(status, detail));
    }

    /** Answers with an error of the admin API. */
    static void writeApi(HttpServletResponse response, int status, String detail) throws IOException {
        write(response, status, "application/json", api(status, detail));
    }
}
