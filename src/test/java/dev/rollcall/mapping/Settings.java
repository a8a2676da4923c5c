package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rollcall.settings.RollcallSettings;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Settings and documents written as JSON with single quotes, as they stand in application.yaml. */
final class Settings {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .addModule(new JavaTimeModule())
            .build();

    private Settings() {}

    static RollcallSettings of(String json) {
        try {
            return MAPPER.readValue(json, RollcallSettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mapper of the source {@code okta}; {@code rest} are the settings beside the source's. */
    static MemberMapper mapper(String rest, String source) {
        return MemberMapper.of(
                of("{" + rest + (rest.isEmpty() ? "" : ", ") + "sources: {okta: {kind: 'scim'"
                        + (source.isEmpty() ? "" : ", ") + source + "}}}"),
                "okta");
    }

    static ObjectNode document(String json) {
        return (ObjectNode) node(json);
    }

    static JsonNode node(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
