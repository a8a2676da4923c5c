package dev.rollcall.provisioning;

import dev.rollcall.settings.Settings;
import org.springframework.stereotype.Component;

/** Notes the kind of each source as soon as settings are in force, before any of its users can come. */
@Component
final class SourceKindNotes {
    SourceKindNotes(Settings settings, SourceKinds kinds) {
        kinds.note(settings.current());
        settings.onChange(kinds::note);
    }
}
