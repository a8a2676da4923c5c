package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts that runs of a source leave alone, whatever the directory says of them. */
record NeverTouched(Set<String> names) {
    static NeverTouched of(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        Set<String> names = new HashSet<>();
        if (source != null && source.pull() != null) {
            source.pull().neverTouch().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        }
        return new NeverTouched(names);
    }

    boolean has(String userName, @Nullable String email) {
        return !names.isEmpty()
                && (names.contains(userName.toLowerCase(Locale.ROOT))
                        || (email != null && names.contains(email.toLowerCase(Locale.ROOT))));
    }
}
