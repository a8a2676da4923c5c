package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param headers beside Content-Type
 * @param body JSON in UTF-8; empty for 204 and 304
 */
public record ScimAnswer(int status, Map<String, String> headers, byte[] body) {
    static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    static ScimAnswer of(int status, JsonNode body) {
        return new ScimAnswer(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All of a short list, on one page (RFC 7644 section 3.4.2). */
    static ScimAnswer list(List<? extends JsonNode> all) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(LIST);
        list.put("totalResults", all.size())
                .put("startIndex", 1)
                .put("itemsPerPage", all.size())
                .putArray("Resources")
                .addAll(all);
        return of(200, list);
    }

    static ScimAnswer empty(int status) {
        return new ScimAnswer(status, Map.of(), new byte[0]);
    }

    ScimAnswer with(Map<String, String> more) {
        return new ScimAnswer(status, more, body);
    }
}
