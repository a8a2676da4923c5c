package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code bulkId:x} stands for in the operations of one bulk request (RFC 7644 sections 3.7.1 and 3.7.2). */
final class BulkReferences {
    private static final String PREFIX = "bulkId:";

    private final Set<String> names;
    private final Map<String, String> ids = new HashMap<>();

    BulkReferences(List<BulkOperation> operations) {
        this.names = operations.stream()
                .map(operation -> String.valueOf(operation.bulkId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How the resource of an operation is referred to. */
    static String to(@Nullable String bulkId) {
        return PREFIX + bulkId;
    }

    /** Notes the id of the resource that an operation made. */
    void made(String bulkId, String id) {
        ids.put(bulkId, id);
    }

    /** The id that a path ends with, or {@code null} where no resource was made under the reference. */
    @Nullable
    String idOrNull(String last) {
        return last.startsWith(PREFIX) ? ids.get(name(last)) : last;
    }

    /** The id that a path ends with; an error where it is a reference without one. */
    String id(String last) {
        return last.startsWith(PREFIX) ? resolved(last) : last;
    }

    /** The bulkIds that an operation needs the resources of. */
    static Set<String> of(BulkOperation operation) {
        Set<String> references = new HashSet<>();
        collect(operation.data(), references);
        collect(TextNode.valueOf(operation.last()), references);
        return references;
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (isReference(node)) {
            references.add(name(node.asText()));
        }
        node.forEach(child -> collect(child, references));
    }

    /** Whether everything that the operation refers to is made. */
    boolean resolves(BulkOperation operation) {
        return ids.keySet().containsAll(of(operation));
    }

    /** The data with references filled in. */
    JsonNode filled(JsonNode data) {
        return replaced(data, this::resolved);
    }

    /** The data with the references filled in that can be by now, and none in place of the others. */
    JsonNode filledSoFar(JsonNode data) {
        return replaced(data, reference -> ids.get(name(reference)));
    }

    private String resolved(String reference) {
        String id = ids.get(name(reference));
        if (id != null) {
            return id;
        }
        String shown = "'" + ScimException.shown(reference) + "'";
        throw names.contains(name(reference))
                ? new ScimException(409, null, shown + " refers to an operation that made no resource")
                : ScimException.invalidValue(shown + " refers to no operation of this request");
    }

    private static JsonNode replaced(JsonNode node, UnaryOperator<@Nullable String> ids) {
        if (isReference(node)) {
            String id = ids.apply(node.asText());
            return id == null ? NullNode.getInstance() : TextNode.valueOf(id);
        }
        if (node.isObject()) {
            ObjectNode replaced = JsonNodeFactory.instance.objectNode();
            node.fields().forEachRemaining(field -> replaced.set(field.getKey(), replaced(field.getValue(), ids)));
            return replaced;
        }
        if (node.isArray()) {
            ArrayNode replaced = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> replaced.add(replaced(item, ids)));
            return replaced;
        }
        return node;
    }

    private static boolean isReference(JsonNode node) {
        return node.isTextual() && node.asText().startsWith(PREFIX);
    }

    private static String name(String reference) {
        return reference.substring(PREFIX.length());
    }
}
