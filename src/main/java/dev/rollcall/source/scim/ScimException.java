package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is a SCIM error (RFC 7644 section 3.12).
 *
 * <p>On the wire: {@code {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400",
 * "scimType":"invalidFilter","detail":"…"}}.
 */
public final class ScimException extends RuntimeException {
    private final int status;
    private final @Nullable String scimType;

    /** An error with a status, the RFC's word for the kind, and one line for an admin. */
    public ScimException(int status, @Nullable String scimType, String detail) {
        super(oneLine(detail), null, false, false);
        this.status = status;
        this.scimType = scimType;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The RFC's word for the kind of error; {@code null} where it has none. */
    public @Nullable String scimType() {
        return scimType;
    }

    /** One line without HTML or double quotes, for the admin of the identity provider. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    static ScimException invalidSyntax(String detail) {
        return new ScimException(400, "invalidSyntax", detail);
    }

    static ScimException invalidValue(String detail) {
        return new ScimException(400, "invalidValue", detail);
    }

    static ScimException invalidPath(String detail) {
        return new ScimException(400, "invalidPath", detail);
    }

    static ScimException invalidFilter(String detail) {
        return new ScimException(400, "invalidFilter", detail);
    }

    static ScimException invalidCursor(String detail) {
        return new ScimException(400, "invalidCursor", detail);
    }

    static ScimException mutability(String detail) {
        return new ScimException(400, "mutability", detail);
    }

    static ScimException tooMany(String detail) {
        return new ScimException(400, "tooMany", detail);
    }

    static ScimException forbidden(String detail) {
        return new ScimException(403, null, detail);
    }

    static ScimException notFound() {
        return new ScimException(404, null, "there is no user with this id in this source");
    }

    static ScimException uniqueness(String detail) {
        return new ScimException(409, "uniqueness", detail);
    }

    static ScimException preconditionFailed() {
        return new ScimException(
                412,
                null,
                "the user has another version than the request names (If-Match, in bulk 'version'). Read it again first");
    }

    static ScimException tooLarge(String detail) {
        return new ScimException(413, "tooMany", detail);
    }

    static ScimException tooManyRequests(String detail) {
        return new ScimException(429, null, detail);
    }

    /** What a client sent, as an error names it: a schema alone has some sixty characters, and the attribute comes behind it. */
    static String shown(String sent) {
        return sent.length() > 120 ? sent.substring(0, 120) + "…" : sent;
    }

    /** The error as JSON; {@code status} is a text, as the RFC wants it. */
    static byte[] body(int status, @Nullable String scimType, String detail) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        error.put("status", Integer.toString(status));
        if (scimType != null) {
            error.put("scimType", scimType);
        }
        error.put("detail", detail);
        return error.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Entra prints the raw body, where an escaped quote reads badly; no client shall render markup out of it. */
    private static String oneLine(String detail) {
        StringBuilder line = new StringBuilder(detail.length());
        for (int i = 0; i < detail.length() && line.length() < 497; i++) {
            char c = detail.charAt(i);
            line.append(c == '"' ? '\'' : c == '<' || c == '>' || Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }
}
