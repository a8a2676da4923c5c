package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.source.AnyCase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Reads JSON the lenient way of identity providers: names without case, scalars where objects should be. */
final class Json {
    private static final List<String> SPEAKING = List.of("value", "formatted", "displayName", "display");

    private static final Set<String> KINDS = Set.of("type", "primary");

    private Json() {}

    /** The elements of an array, the primary ones first (RFC 7643 section 2.4). */
    static void primaryFirst(JsonNode array, Consumer<JsonNode> action) {
        if (array.size() < 2) {
            array.forEach(action);
            return;
        }
        for (JsonNode element : array) {
            if (primary(element)) {
                action.accept(element);
            }
        }
        for (JsonNode element : array) {
            if (!primary(element)) {
                action.accept(element);
            }
        }
    }

    /** Whether an element says more than what sort of one it is. */
    static boolean speaks(JsonNode element) {
        return !element.isObject()
                || element.properties().stream()
                        .anyMatch(part -> !KINDS.contains(part.getKey().toLowerCase(Locale.ROOT))
                                && part.getValue().isValueNode()
                                && !part.getValue().asText("").isBlank());
    }

    private static boolean primary(JsonNode element) {
        JsonNode primary = element.isObject() ? AnyCase.get(element, "primary") : null;
        return primary != null && primary.isValueNode() && "true".equalsIgnoreCase(primary.asText());
    }

    /** Adds every text that a value stands for; an object stands for its {@code value} or its display form. */
    static void texts(JsonNode value, List<String> texts) {
        if (value.isArray()) {
            primaryFirst(value, element -> texts(element, texts));
        } else if (value.isObject()) {
            int before = texts.size();
            for (String name : SPEAKING) {
                JsonNode inner = AnyCase.get(value, name);
                if (inner != null && texts.size() == before) {
                    texts(inner, texts);
                }
            }
        } else if (!value.isNull() && !value.isMissingNode()) {
            String text = ComparableText.clean(value.asText());
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
    }
}
