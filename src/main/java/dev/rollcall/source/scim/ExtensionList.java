package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.source.scim.PatchOperations.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** PATCH on a list of an extension that no schema describes: of texts as a rule, each of which is its own {@code value}. */
final class ExtensionList {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ExtensionList() {}

    /** The list that is there, or one of the value that is there alone. */
    static ArrayNode of(JsonNode there) {
        return there instanceof ArrayNode list ? list : NODES.arrayNode().add(there);
    }

    /** Adds what the list does not have, or removes what the value names (RFC 7644 sections 3.5.2.1 and 3.5.2.2). */
    static void change(ArrayNode list, Kind kind, JsonNode sent) {
        Set<JsonNode> before = new LinkedHashSet<>();
        list.forEach(before::add);
        for (JsonNode item : sent.isArray() ? sent : List.of(sent)) {
            if (kind == Kind.ADD) {
                before.add(item);
            } else {
                before.remove(item);
            }
        }
        list.removeAll().addAll(before);
    }

    /** Removes those that the condition in the path's brackets chooses. */
    static void remove(ArrayNode list, Filter condition) {
        list.removeIf(item -> FilterMatch.matches(
                condition, item.isObject() ? item : NODES.objectNode().set("value", item)));
    }
}
