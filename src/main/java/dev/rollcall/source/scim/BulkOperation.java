package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.source.AnyCase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a bulk request as it was sent (RFC 7644 section 3.7).
 *
 * @param method in capital letters
 * @param path with a slash before it and none behind it, as the paths of single requests are read
 * @param data JSON's null where there is none
 */
record BulkOperation(
        String method,
        String path,
        @Nullable String bulkId,
        @Nullable String version,
        JsonNode data) {
    /** As many as a request may have. */
    static final int MOST = 100;

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /** Those of a request, in its order; 400 for what makes the whole of it unreadable, 413 for too many. */
    static List<BulkOperation> of(JsonNode body) {
        JsonNode schemas = AnyCase.get(body, "schemas");
        if (schemas != null
                && schemas.isArray()
                && !schemas.isEmpty()
                && schemas.valueStream().noneMatch(schema -> schema.asText().equalsIgnoreCase(SCHEMA))) {
            throw ScimException.invalidSyntax("'schemas' does not name a bulk request. Send '" + SCHEMA + "'");
        }
        JsonNode list = AnyCase.get(body, "Operations");
        if (list == null || !list.isArray()) {
            throw ScimException.invalidSyntax("the body has no list 'Operations'");
        }
        if (list.size() > MOST) {
            throw ScimException.tooLarge("the request has " + list.size()
                    + " operations, but at most 100 are possible. Send several requests");
        }
        List<BulkOperation> operations = new ArrayList<>();
        Set<String> bulkIds = new HashSet<>();
        for (JsonNode item : list) {
            BulkOperation operation = one(item);
            if (operation.method.equals("POST") && operation.bulkId == null) {
                throw ScimException.invalidSyntax("operation " + (operations.size() + 1) + ": POST needs a 'bulkId'");
            }
            if (operation.bulkId != null && !bulkIds.add(operation.bulkId)) {
                throw ScimException.invalidSyntax("the bulkId '" + operation.bulkId + "' is used twice");
            }
            operations.add(operation);
        }
        return operations;
    }

    private static BulkOperation one(JsonNode item) {
        JsonNode data = AnyCase.get(item, "data");
        return new BulkOperation(
                text(item, "method").toUpperCase(Locale.ROOT),
                absolute(text(item, "path")),
                textOrNull(item, "bulkId"),
                textOrNull(item, "version"),
                data == null ? JsonNodeFactory.instance.nullNode() : data);
    }

    private static String text(JsonNode item, String name) {
        String text = textOrNull(item, name);
        if (text == null) {
            throw ScimException.invalidSyntax("each operation needs a '" + name + "'");
        }
        return text;
    }

    private static @Nullable String textOrNull(JsonNode item, String name) {
        JsonNode value = AnyCase.get(item, name);
        return value == null
                        || value.isNull()
                        || value.isContainerNode()
                        || value.asText().isBlank()
                ? null
                : value.asText();
    }

    private static String absolute(String path) {
        String begun = path.startsWith("/") ? path : "/" + path;
        return begun.length() > 1 && begun.endsWith("/") ? begun.substring(0, begun.length() - 1) : begun;
    }

    /** What the path ends with: an id, or a reference to one. */
    String last() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
