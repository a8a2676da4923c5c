package dev.rollcall.console;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;

/** Looks a source up by the id in a call's path. */
final class KnownSource {
    private KnownSource() {}

    /** The source with that id; a refusal with 404 if settings have none. */
    static Source of(Settings settings, String id) {
        return of(settings.current(), id);
    }

    /** The source of these settings with that id; a refusal with 404 if they have none. */
    static Source of(RollcallSettings settings, String id) {
        Source source = settings.sources().get(id);
        if (source == null) {
            throw ApiRefusal.notFound(
                    "There is no source with this id. The settings under rollcall.sources list them.");
        }
        return source;
    }
}
