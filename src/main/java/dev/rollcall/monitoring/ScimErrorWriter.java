package dev.rollcall.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes SCIM errors (RFC 7644 section 3.12) where no route is involved: filters, the container, Spring Security. */
public final class ScimErrorWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ScimErrorWriter() {}

    /** Answers with a SCIM error; {@code status} goes out as text, as the RFC wants it. */
    public static void write(HttpServletResponse response, int status, @Nullable String scimType, String detail)
            throws IOException {
        byte[] body = body(status, scimType, detail);
        response.setStatus(status);
        response.setContentType("application/scim+json");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The error as bytes. */
    public static byte[] body(int status, @Nullable String scimType, String detail) {
        ObjectNode error = JSON.createObjectNode();
        error.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        error.put("status", Integer.toString(status));
        if (scimType != null) {
            error.put("scimType", scimType);
        }
        error.put("detail", detail);
        return error.toString().getBytes(StandardCharsets.UTF_8);
    }
}
