package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which attributes an answer has: {@code attributes} and {@code excludedAttributes} (RFC 7644 section 3.9). */
final class AttributeSelection {
    private static final AttributeSelection ALL = new AttributeSelection(null, Map.of());
    /** Always returned (RFC 7643 section 7, "returned"). */
    private static final Set<String> ALWAYS = Set.of("schemas", "id");

    private final @Nullable Map<String, Set<String>> included;
    private final Map<String, Set<String>> excluded;

    private AttributeSelection(@Nullable Map<String, Set<String>> included, Map<String, Set<String>> excluded) {
        this.included = included;
        this.excluded = excluded;
    }

    /** Reads the parameters; names in lower case. */
    static AttributeSelection of(Map<String, String> parameters) {
        String attributes = parameters.get("attributes");
        String excludedAttributes = parameters.get("excludedattributes");
        if (attributes == null && excludedAttributes == null) {
            return ALL;
        }
        if (attributes != null && excludedAttributes != null) {
            throw ScimException.invalidValue(
                    "parameters 'attributes' and 'excludedAttributes' cannot be sent together");
        }
        return attributes != null
                ? new AttributeSelection(names(attributes), Map.of())
                : new AttributeSelection(null, names(String.valueOf(excludedAttributes)));
    }

    /** Top-level name to the parts that are meant; no parts: the whole. Extensions go by their URN. */
    private static Map<String, Set<String>> names(String list) {
        Map<String, Set<String>> names = new HashMap<>();
        for (String item : list.split(",", -1)) {
            String name = withoutCondition(item.trim());
            if (name.isEmpty()) {
                continue;
            }
            String top;
            String part = "";
            String schema = UserSchema.isUrn(name) && UserSchema.isWhole(name)
                    ? UserSchema.split(name).schema()
                    : UserSchema.schemaOf(first(name));
            String local = UserSchema.isUrn(name) && UserSchema.isWhole(name)
                    ? UserSchema.split(name).name()
                    : name;
            if (local.isEmpty() && UserSchema.CORE.equals(schema)) {
                // The core schema by its URN alone: its attributes, as an extension's URN stands for the extension's.
                UserSchema.CORE_ATTRIBUTES.keySet().forEach(core -> names.put(core, new HashSet<>(Set.of(""))));
                continue;
            }
            if (schema == null || schema.equals(UserSchema.CORE)) {
                top = first(local);
                part = local.length() > top.length() ? local.substring(top.length() + 1) : "";
            } else {
                top = schema;
                part = local;
            }
            Set<String> parts = names.computeIfAbsent(top.toLowerCase(Locale.ROOT), key -> new HashSet<>());
            parts.add(part.toLowerCase(Locale.ROOT));
            if (top.equals(schema) && !UserSchema.isKnown(top)) {
                // Where an extension ends that nobody knows is a guess: the name may be one as a whole.
                names.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new HashSet<>())
                        .add("");
            }
        }
        return names;
    }

    /** Microsoft's collection of requests asks for {@code emails[type eq "work"]}: the attribute is what is meant. */
    private static String withoutCondition(String name) {
        int open = name.indexOf('[');
        int close = name.lastIndexOf(']');
        return open < 0 || close < open ? name : name.substring(0, open) + name.substring(close + 1);
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** The resource with just what is asked for. */
    ObjectNode apply(ObjectNode resource) {
        if (included == null && excluded.isEmpty()) {
            return resource;
        }
        ObjectNode selected = JsonNodeFactory.instance.objectNode();
        resource.fields().forEachRemaining(field -> {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (ALWAYS.contains(name)) {
                selected.set(field.getKey(), field.getValue());
                return;
            }
            Set<String> parts = included == null ? excluded.get(name) : included.get(name);
            if (included == null && parts == null) {
                selected.set(field.getKey(), field.getValue());
            } else if (included != null && parts != null) {
                put(
                        selected,
                        field.getKey(),
                        parts.contains("") ? field.getValue() : cut(field.getValue(), parts, true));
            } else if (included == null && parts != null && !parts.contains("")) {
                put(selected, field.getKey(), cut(field.getValue(), parts, false));
            }
        });
        return selected;
    }

    private static void put(ObjectNode selected, String name, JsonNode value) {
        if (!value.isContainerNode() || !value.isEmpty()) {
            selected.set(name, value);
        }
    }

    private static JsonNode cut(JsonNode value, Set<String> parts, boolean keep) {
        if (value instanceof ArrayNode list) {
            ArrayNode cut = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> {
                JsonNode left = cut(item, parts, keep);
                if (!left.isEmpty() || !item.isObject()) {
                    cut.add(left);
                }
            });
            return cut;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode cut = JsonNodeFactory.instance.objectNode();
        value.fields().forEachRemaining(field -> {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            Set<String> inner = within(name, parts);
            if (!parts.contains(name) && !inner.isEmpty()) {
                put(cut, field.getKey(), cut(field.getValue(), inner, keep));
            } else if (parts.contains(name) == keep) {
                cut.set(field.getKey(), field.getValue());
            }
        });
        return cut;
    }

    /** What is asked for of a part that has parts itself: {@code manager.value} of an extension. */
    private static Set<String> within(String name, Set<String> parts) {
        return parts.stream()
                .filter(part -> part.startsWith(name + "."))
                .map(part -> part.substring(name.length() + 1))
                .collect(Collectors.toSet());
    }
}
