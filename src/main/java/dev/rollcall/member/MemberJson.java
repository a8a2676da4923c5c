package dev.rollcall.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A member's maps as the JSON texts in which they are stored. */
public final class MemberJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private MemberJson() {}

    /** Reads a member out of its stored texts. */
    public static Member member(String fields, String customFields, @Nullable String requestedRole, String origins) {
        try {
            return new Member(
                    JSON.readValue(fields, TEXTS), JSON.readValue(customFields, TEXTS), requestedRole, read(origins));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored member is damaged", e);
        }
    }

    /** Reads texts by name out of their stored text. */
    public static Map<String, String> texts(String stored) {
        try {
            return JSON.readValue(stored, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored member is damaged", e);
        }
    }

    /** The stored text of texts by name. */
    public static String texts(Map<String, String> texts) {
        return write(texts);
    }

    /**
     * The stored text of origins. Most are an attribute of the source, which stands for itself, as each member has such a
     * text: {@code {"email": "emails.value", "last_name": {"origin": "derived", "attribute": "displayName"}}}.
     */
    public static String origins(Map<String, Origin> origins) {
        Map<String, Object> shape = new TreeMap<>();
        origins.forEach((field, origin) -> {
            String attribute = origin.attribute();
            String kind = origin.kind().wire();
            shape.put(
                    field,
                    attribute == null
                            ? Map.of("origin", kind)
                            : origin.kind() == Origin.Kind.SOURCE
                                    ? attribute
                                    : Map.of("origin", kind, "attribute", attribute));
        });
        return write(shape);
    }

    /** Reads the stored text of origins. */
    public static Map<String, Origin> origins(String stored) {
        try {
            return read(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored member is damaged", e);
        }
    }

    private static Map<String, Origin> read(String origins) throws JsonProcessingException {
        Map<String, Origin> read = new TreeMap<>();
        JSON.readTree(origins).properties().forEach(entry -> read.put(entry.getKey(), origin(entry.getValue())));
        return read;
    }

    private static Origin origin(JsonNode stored) {
        if (stored.isTextual()) {
            return Origin.source(stored.asText());
        }
        JsonNode attribute = stored.path("attribute");
        return new Origin(
                Origin.Kind.of(stored.path("origin").asText()), attribute.isTextual() ? attribute.asText() : null);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
