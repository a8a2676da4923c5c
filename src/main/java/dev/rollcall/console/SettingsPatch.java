package dev.rollcall.console;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a change of settings, a JSON merge patch (RFC 7396) over the children of {@code rollcall}, as strictly everywhere. */
final class SettingsPatch {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        STRICT.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxStringLength(65_536)
                        .build());
    }

    private SettingsPatch() {}

    /** The patch; a refusal with 400 that says where it is wrong, and repeats nothing of it: secrets may be in it. */
    static ObjectNode of(InputStream body) throws IOException {
        try {
            JsonNode patch = STRICT.readTree(body.readAllBytes());
            if (patch instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw ApiRefusal.badRequest("The change is not right JSON" + place(e.getLocation())
                    + ". It may be 50 levels deep, texts 64 KiB long, and no key may come twice.");
        }
        throw ApiRefusal.badRequest(
                "The change must be a JSON object with children of 'rollcall', such as {\"application-name\": \"Assets\"}.");
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " near line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
