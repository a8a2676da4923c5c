package dev.rollcall.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;

/** The column {@code delivery.changed}: a JSON list of field names. */
final class ChangedNames {
    private static final TypeReference<TreeSet<String>> NAMES = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChangedNames() {}

    static String write(Set<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Set<String> read(String json) {
        try {
            return JSON.readValue(json, NAMES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the field names of a delivery are damaged", e);
        }
    }
}
