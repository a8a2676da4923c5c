package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.Previews.Preview;
import dev.rollcall.provisioning.Readers;
import dev.rollcall.settings.Settings;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a user of a source would become, and stores nothing. */
@RestController
final class PreviewController {
    private final Settings settings;
    private final Readers readers;
    private final Previews previews;

    PreviewController(Settings settings, Readers readers, Previews previews) {
        this.settings = settings;
        this.readers = readers;
        this.previews = previews;
    }

    /** Maps a user in the source's shape as if it were new. */
    @PostMapping("/api/sources/{id}/preview")
    Preview preview(@PathVariable String id, @RequestBody ObjectNode document) {
        KnownSource.of(settings, id);
        try {
            return previews.of(id, readers.read(id, document));
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
