package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param headers beside Content-Type
 * @param body JSON in UTF-8; empty for 204 and 304
 */
public record ScimAnswer(int status, Map<String, String> headers, byte[] body) {
    static ScimAnswer of(int status, JsonNode body) {
        return new ScimAnswer(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static ScimAnswer empty(int status) {
        return new ScimAnswer(status, Map.of(), new byte[0]);
    }

    ScimAnswer with(Map<String, String> more) {
        return new ScimAnswer(status, more, body);
    }
}
