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
import dev.rollcall.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes settings. Secrets can be set, and never come back. */
@RestController
final class SettingsController {
    private static final int MOST_BYTES = 1 << 20;
    private static final String YAML = "application/yaml";
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

    private final Settings settings;

    SettingsController(Settings settings) {
        this.settings = settings;
    }

    /** The settings in force with all defaults: the children of {@code rollcall}. */
    @GetMapping(path = "/api/settings", produces = MediaType.APPLICATION_JSON_VALUE)
    ObjectNode show() {
        return settings.effectiveTree();
    }

    /** The same as YAML, to be kept as application.yaml. */
    @GetMapping(path = "/api/settings", produces = YAML)
    String showYaml() {
        return settings.export();
    }

    /** The same as YAML, whatever the caller accepts. */
    @GetMapping("/api/settings/export")
    ResponseEntity<String> export() {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(YAML)).body(settings.export());
    }

    /** Changes settings by a JSON merge patch (RFC 7396) over the children of {@code rollcall}; answers with the outcome. */
    @PatchMapping(
            path = "/api/settings",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    ObjectNode change(InputStream body, Principal user) throws IOException {
        settings.patch(patch(body), user.getName());
        return settings.effectiveTree();
    }

    private static ObjectNode patch(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw ApiRefusal.tooLarge("A change of settings may have 1 MiB.");
        }
        try {
            JsonNode patch = STRICT.readTree(bytes);
            if (patch instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // The message of Jackson quotes the body, in which secrets may be.
            throw ApiRefusal.badRequest("The body is not right JSON" + place(e.getLocation())
                    + ". It may be 50 levels deep, texts 64 KiB long, and no key may come twice.");
        }
        throw ApiRefusal.badRequest(
                "The body must be a JSON object with children of 'rollcall', such as {\"application-name\": \"Assets\"}.");
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " near line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
