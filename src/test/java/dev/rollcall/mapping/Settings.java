package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.SettingsOf;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Settings and documents written as JSON with single quotes, as they stand in application.yaml. */
final class Settings {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Settings() {}

    /** A mapper of the source {@code okta}; {@code rest} are the settings beside the source's. */
    static MemberMapper mapper(String rest, String source) {
        return MemberMapper.of(
                SettingsOf.json("{" + rest + (rest.isEmpty() ? "" : ", ") + "sources: {okta: {kind: 'scim'"
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
