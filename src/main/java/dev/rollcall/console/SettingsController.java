package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes settings. Secrets can be set, and never come back. */
@RestController
final class SettingsController {
    private static final String YAML = "application/yaml";
    private final Settings settings;

    SettingsController(Settings settings) {
        this.settings = settings;
    }

    /** The settings in force with all defaults: the children of {@code rollcall}. Their ETag goes with a change as If-Match. */
    @GetMapping(path = "/api/settings", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ObjectNode> show() {
        return ResponseEntity.ok().eTag(settings.entityTag()).body(settings.effectiveTree());
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
    ResponseEntity<ObjectNode> change(
            InputStream body,
            Principal user,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException {
        settings.patch(SettingsPatch.of(body), user.getName(), newest -> ifMatch == null || names(ifMatch, newest));
        return show();
    }

    private static boolean names(String ifMatch, String newest) {
        ETag tag = ETag.create(newest);
        return ETag.parse(ifMatch).stream().anyMatch(one -> one.isWildcard() || one.compare(tag, true));
    }
}
