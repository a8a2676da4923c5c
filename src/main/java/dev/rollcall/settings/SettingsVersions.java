package dev.rollcall.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The versions of the settings that were made here, and the way back. A secret that was set stays as it is now, whatever is
 * taken back: one that was changed because it leaked must not come back by accident.
 */
@Component
public final class SettingsVersions {
    private final Settings settings;
    private final SettingsStore store;

    SettingsVersions(Settings settings, SettingsStore store) {
        this.settings = settings;
        this.store = store;
    }

    /**
     * A version.
     *
     * @param difference the merge patch that made it, with secrets masked
     */
    public record Version(long version, ObjectNode difference, String author, Instant created) {}

    /** The versions up to a number, the newest first. */
    public List<Version> upTo(long version, int most) {
        return store.upTo(version, most);
    }

    /** The patch that takes one version's change back and leaves later ones; empty if there is no such version. */
    public Optional<ObjectNode> undoing(long version) {
        return version < 1
                ? Optional.empty()
                : store.overrides(version)
                        .flatMap(made -> store.overrides(version - 1).map(before -> MergePatch.between(made, before)))
                        .map(Secrets::without);
    }

    /** The patch that leads from the settings of now back to that version's; version 0 has no overrides. */
    public Optional<ObjectNode> backTo(long version) {
        return version < 0
                ? Optional.empty()
                : store.overrides(version)
                        .map(then -> MergePatch.between(store.newest().overrides(), then))
                        .map(Secrets::without);
    }

    /** Takes one version's change back; a new version comes of it. */
    public boolean undo(long version, String author) {
        Optional<ObjectNode> patch = undoing(version);
        patch.ifPresent(change -> settings.patch(change, author));
        return patch.isPresent();
    }

    /** Goes back to a version; a new version comes of it. */
    public boolean restore(long version, String author) {
        Optional<ObjectNode> patch = backTo(version);
        patch.ifPresent(change -> settings.patch(change, author));
        return patch.isPresent();
    }
}
