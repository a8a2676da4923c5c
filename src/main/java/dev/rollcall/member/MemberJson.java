package dev.rollcall.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A member's maps as the JSON texts in which they are stored. */
public final class MemberJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, Map<String, @Nullable String>>> ORIGINS =
            new TypeReference<>() {};

    private MemberJson() {}

    /** Reads a member out of its stored texts. */
    public static Member member(String fields, String customFields, @Nullable String requestedRole, String origins) {
        try {
            Map<String, Origin> read = new TreeMap<>();
            JSON.readValue(origins, ORIGINS)
                    .forEach((field, origin) -> read.put(
                            field,
                            new Origin(Origin.Kind.of(String.valueOf(origin.get("origin"))), origin.get("attribute"))));
            return new Member(JSON.readValue(fields, TEXTS), JSON.readValue(customFields, TEXTS), requestedRole, read);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored member is damaged", e);
        }
    }

    /** The stored text of texts by name. */
    public static String texts(Map<String, String> texts) {
        return write(texts);
    }

    /** The stored text of origins: {@code {"email": {"origin": "source", "attribute": "emails.value"}}}. */
    public static String origins(Map<String, Origin> origins) {
        Map<String, Map<String, @Nullable String>> shape = new TreeMap<>();
        origins.forEach((field, origin) -> {
            Map<String, @Nullable String> one = new LinkedHashMap<>();
            one.put("origin", origin.kind().wire());
            if (origin.attribute() != null) {
                one.put("attribute", origin.attribute());
            }
            shape.put(field, one);
        });
        return write(shape);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
