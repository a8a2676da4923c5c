package dev.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A document in one form: the names of every object in order, so that the same user always has the same hash. */
final class Documents {
    private Documents() {}

    /** The same document with its names in order. Lists keep theirs: the first of several may be the one that counts. */
    static ObjectNode ordered(ObjectNode document) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        List<String> names = new ArrayList<>(document.size());
        document.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        for (String name : names) {
            ordered.set(name, ordered(document.get(name)));
        }
        return ordered;
    }

    private static JsonNode ordered(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return ordered(object);
        }
        if (value instanceof ArrayNode list && list.size() > 0 && hasObjects(list)) {
            ArrayNode ordered = JsonNodeFactory.instance.arrayNode(list.size());
            list.forEach(element -> ordered.add(ordered(element)));
            return ordered;
        }
        return value;
    }

    private static boolean hasObjects(ArrayNode list) {
        for (JsonNode element : list) {
            if (element.isContainerNode()) {
                return true;
            }
        }
        return false;
    }
}
