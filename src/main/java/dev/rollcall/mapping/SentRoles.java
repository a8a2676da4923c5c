package dev.rollcall.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Role names as sources send them: Entra writes a role as JSON inside the text, {@code "{\"value\":\"Admin\"}"}. */
final class SentRoles {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SentRoles() {}

    /** The names, with those read that are JSON as text; text that only looks like JSON stays as it is. */
    static List<String> read(List<String> values) {
        List<String> names = new ArrayList<>(values.size());
        for (String value : values) {
            char first = value.charAt(0);
            if (first != '{' && first != '[' || !readJson(value, names)) {
                names.add(value);
            }
        }
        return names;
    }

    private static boolean readJson(String value, List<String> names) {
        try {
            JsonNode json = MAPPER.readTree(value);
            int before = names.size();
            if (json != null) {
                Json.texts(json, names);
            }
            return names.size() > before;
        } catch (JacksonException e) {
            return false;
        }
    }
}
