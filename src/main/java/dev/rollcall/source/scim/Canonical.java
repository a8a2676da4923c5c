package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in every shape that clients send them in, and gives them the schema's shape: names in the schema's spelling,
 * lists as lists, booleans as booleans. Texts stay as they were sent, names by which users are
 * found without the blanks around them. Blank values count as absent.
 */
final class Canonical {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ELEMENTS = 1000;
    /** Parts of an element that say nothing by themselves. */
    static final Set<String> MARKS = Set.of("type", "primary", "display");

    /** Blanks around names by which users are found would hide them. */
    private static final Set<String> FOUND_BY = Set.of("username", "emails.value", "emails");

    private Canonical() {}

    /** Whether users are found by this attribute, so that its texts are stored without the blanks around them. */
    static boolean isFoundBy(String path) {
        return FOUND_BY.contains(path.toLowerCase(Locale.ROOT));
    }

    /**
     * The value in the attribute's shape; {@code null} where it is blank.
     *
     * @param path names the attribute in errors
     */
    static @Nullable JsonNode value(Attribute attribute, @Nullable JsonNode sent, String path) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        if (attribute.multiValued()) {
            return list(attribute, sent, path);
        }
        if (sent.isArray()) {
            if (sent.size() > 1) {
                throw wrong(path, sent, "one value");
            }
            return sent.isEmpty() ? null : value(attribute, sent.get(0), path);
        }
        if (attribute.isComplex()) {
            return complex(attribute, sent, path);
        }
        return attribute.isBoolean() ? bool(sent, path) : text(sent, path);
    }

    private static boolean isBlank(JsonNode sent) {
        return sent.isTextual() && sent.asText().isBlank();
    }

    private static @Nullable JsonNode text(JsonNode sent, String path) {
        if (sent.isContainerNode()) {
            throw wrong(path, sent, "a text");
        }
        String text = sent.asText();
        if (text.indexOf('\0') >= 0) {
            throw ScimException.invalidValue(
                    "'" + path + "' holds the character U+0000, which no text can have. Remove it");
        }
        if (text.isBlank()) {
            return null;
        }
        if (isFoundBy(path)) {
            return TextNode.valueOf(text.strip());
        }
        return sent.isTextual() ? sent : TextNode.valueOf(text);
    }

    private static @Nullable JsonNode bool(JsonNode sent, String path) {
        if (sent.isBoolean()) {
            return sent;
        }
        String text = sent.isTextual() ? sent.asText().trim() : "?";
        if (text.isEmpty()) {
            return null;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
        }
        throw wrong(path, sent, "true or false");
    }

    private static @Nullable JsonNode complex(Attribute attribute, JsonNode sent, String path) {
        if (attribute.name().equals("manager") && sent.isValueNode()) {
            JsonNode id = text(sent, path);
            return id == null ? null : NODES.objectNode().set("value", id);
        }
        if (isBlank(sent)) {
            return null;
        }
        if (!(sent instanceof ObjectNode object)) {
            throw wrong(path, sent, "an object");
        }
        ObjectNode read = parts(attribute, object, path);
        return read.isEmpty() ? null : read;
    }

    /** The parts that the schema knows, in its spelling; others have no effect. */
    static ObjectNode parts(Attribute attribute, ObjectNode sent, String path) {
        ObjectNode read = NODES.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = sent.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            Attribute sub = attribute.sub(field.getKey());
            if (sub != null) {
                JsonNode value = value(sub, field.getValue(), path + "." + sub.name());
                if (value != null) {
                    read.set(sub.name(), value);
                }
            }
        }
        return attribute.name().equals("roles") ? plainRole(read) : read;
    }

    private static @Nullable JsonNode list(Attribute attribute, JsonNode sent, String path) {
        ArrayNode list = NODES.arrayNode();
        limited(path, sent.size());
        if (sent.isArray()) {
            sent.forEach(item -> add(list, element(attribute, item, path)));
        } else {
            add(list, element(attribute, sent, path));
        }
        return list.isEmpty() ? null : onePrimary(withoutRepeats(list));
    }

    /** Of elements with the same value and type one stays (RFC 7643 section 2.4); primary if one of them was. */
    static ArrayNode withoutRepeats(ArrayNode list) {
        Map<String, ObjectNode> kept = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            ObjectNode element = (ObjectNode) list.get(i);
            JsonNode value = element.get("value");
            String key = value == null ? "#" + i : element.path("type").asText().toLowerCase(Locale.ROOT) + " " + value;
            ObjectNode first = kept.putIfAbsent(key, element);
            if (first != null && element.path("primary").asBoolean()) {
                first.put("primary", true);
            }
        }
        return kept.size() == list.size() ? list : NODES.arrayNode().addAll(kept.values());
    }

    /** Keeps work on one list short, whatever is sent. */
    static void limited(String path, int size) {
        if (size > MOST_ELEMENTS) {
            throw ScimException.invalidValue(
                    "'" + path + "' has " + size + " values, but at most " + MOST_ELEMENTS + " are possible");
        }
    }

    private static void add(ArrayNode list, @Nullable ObjectNode element) {
        if (element != null) {
            list.add(element);
        }
    }

    /** One element of a multi-valued attribute; {@code null} where it says nothing. */
    static @Nullable ObjectNode element(Attribute attribute, JsonNode sent, String path) {
        if (sent.isNull() || isBlank(sent)) {
            return null;
        }
        ObjectNode element;
        if (sent instanceof ObjectNode object) {
            element = parts(attribute, object, path);
        } else if (sent.isTextual() && attribute.sub("value") != null) {
            JsonNode value = text(sent, path);
            element = NODES.objectNode();
            if (value != null) {
                element.set("value", value);
                element = attribute.name().equals("roles") ? plainRole(element) : element;
            }
        } else {
            throw ScimException.invalidValue("'" + path + "' has to be a list of objects, but there is " + kind(sent)
                    + ". Correct the attribute mapping in your identity provider");
        }
        return saysSomething(attribute, element) ? element : null;
    }

    /** Whether an element has more than marks; where there is a {@code value}, it has to be set. */
    static boolean saysSomething(Attribute attribute, ObjectNode element) {
        if (attribute.sub("value") != null) {
            return element.has("value");
        }
        for (Iterator<String> names = element.fieldNames(); names.hasNext(); ) {
            if (!MARKS.contains(names.next())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an element is sent of which nothing is said but marks, not even that the rest is blank. */
    static boolean isMarksAlone(JsonNode sent) {
        for (Iterator<String> names = sent.fieldNames(); names.hasNext(); ) {
            if (!MARKS.contains(names.next().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return sent.isObject() && !sent.isEmpty();
    }

    /** Only the first primary one stays primary (RFC 7643 section 2.4). */
    static ArrayNode onePrimary(ArrayNode list) {
        boolean found = false;
        for (JsonNode item : list) {
            if (item.path("primary").asBoolean()) {
                if (found) {
                    ((ObjectNode) item).put("primary", false);
                }
                found = true;
            }
        }
        return list;
    }

    /** Entra ID sends roles as JSON inside a text: {@code "{\"id\":\"…\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}. */
    private static ObjectNode plainRole(ObjectNode role) {
        String value = role.path("value").asText().trim();
        if (!value.startsWith("{")) {
            return role;
        }
        try {
            JsonNode inner = JSON.readTree(value);
            for (String name : new String[] {"value", "displayName", "display"}) {
                if (inner.path(name).isTextual() && !inner.path(name).asText().isBlank()) {
                    role.set("value", inner.get(name));
                    return role;
                }
            }
        } catch (IOException e) {
            // Refused below like any other text that is no role's name.
        }
        throw ScimException.invalidValue("'roles.value' holds JSON without a 'value'. Send the role's name");
    }

    private static ScimException wrong(String path, JsonNode sent, String expected) {
        return ScimException.invalidValue("'" + path + "' has to be " + expected + ", but is " + kind(sent)
                + ". Correct the attribute mapping in your identity provider");
    }

    private static String kind(JsonNode sent) {
        return switch (sent.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> sent.asText().length() > 60 ? "a text" : "'" + sent.asText() + "'";
        };
    }
}
