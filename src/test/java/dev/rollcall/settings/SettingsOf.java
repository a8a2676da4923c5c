package dev.rollcall.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Settings of tests: the children of {@code rollcall} as application.yaml has them; what is absent takes its default. */
public final class SettingsOf {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private SettingsOf() {}

    /** Settings written as JSON, in which single quotes do and keys need none. */
    public static RollcallSettings json(String json) {
        try {
            return tree(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Settings written as maps, lists and records of settings. */
    public static RollcallSettings map(Map<String, ?> settings) {
        return tree(SettingsMapper.JSON.valueToTree(settings));
    }

    private static RollcallSettings tree(JsonNode tree) {
        Shape.Shaped shaped = Shape.of((ObjectNode) tree);
        if (!shaped.problems().isEmpty()) {
            throw new IllegalArgumentException(shaped.problems().toString());
        }
        return SettingsMapper.bind(shaped.tree());
    }
}
