package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON for tests, with single quotes for double ones; a backtick stands for an escaped double quote. */
final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    static JsonNode of(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"').replace("`", "\\\""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static ObjectNode object(String text) {
        return (ObjectNode) of(text);
    }

    /** A PATCH with these operations. */
    static JsonNode patch(String operations) {
        return of("{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[" + operations + "]}");
    }
}
