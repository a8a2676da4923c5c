package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsVersions;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the versions of the settings, and the way back. */
@RestController
final class SettingsVersionsController {
    private final SettingsVersions versions;
    private final Settings settings;

    SettingsVersionsController(SettingsVersions versions, Settings settings) {
        this.versions = versions;
        this.settings = settings;
    }

    record Versions(
            List<SettingsVersions.Version> versions,
            @Nullable String nextCursor) {}

    /** The versions with author and difference, the newest first; by the primary key. */
    @GetMapping("/api/settings/versions")
    Versions list(
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Page.limit(limit);
        Page<SettingsVersions.Version> page = Page.of(
                versions.upTo(cursor == null ? Long.MAX_VALUE : cursor - 1, most + 1),
                most,
                version -> Long.toString(version.version()));
        return new Versions(page.rows(), page.nextCursor());
    }

    /** Takes one version's change back and leaves later ones. Secrets stay as they are. */
    @PostMapping("/api/settings/versions/{version}/undo")
    ObjectNode undo(@PathVariable long version, Principal caller) {
        if (!versions.undo(version, caller.getName())) {
            throw unknown();
        }
        return settings.effectiveTree();
    }

    /** Goes back to a version; 0 is application.yaml alone. Secrets stay as they are. */
    @PostMapping("/api/settings/versions/{version}/restore")
    ObjectNode restore(@PathVariable long version, Principal caller) {
        if (!versions.restore(version, caller.getName())) {
            throw unknown();
        }
        return settings.effectiveTree();
    }

    static ApiRefusal unknown() {
        return ApiRefusal.notFound("There is no version of the settings with this number.");
    }
}
