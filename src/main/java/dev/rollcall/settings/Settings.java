package dev.rollcall.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The settings in force: the base of the environment and the overrides of the database, validated as a whole. Every replica
 * looks for a newer version each 2 seconds ({@link SettingsWatch}).
 */
@Component
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final int TRIES = 5;

    private final ObjectNode base;
    private final SettingsStore store;
    private final List<SettingsCheck> checks;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final List<Consumer<RollcallSettings>> listeners = new CopyOnWriteArrayList<>();
    private volatile InForce inForce;
    private long refused = -1;

    /** One version of the settings. */
    private record InForce(long version, RollcallSettings settings) {}

    /**
     * Reads the settings for the first time.
     *
     * @throws SettingsRefused if they do not hold together; the application does not start then
     */
    Settings(
            SettingsSource source,
            SettingsStore store,
            List<SettingsCheck> checks,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.checks = new ArrayList<>(checks);
        this.checks.add(0, new Coherence());
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        Shape.Shaped shaped = Shape.of(source.base());
        List<String> problems = new ArrayList<>(shaped.problems());
        problems.addAll(Secrets.masks(shaped.tree()));
        if (!problems.isEmpty()) {
            throw SettingsRefused.invalid(problems);
        }
        this.base = shaped.tree();
        this.inForce = effective(store.newest());
    }

    /** The settings in force. Take them once for each piece of work, as they can change between two calls. */
    public RollcallSettings current() {
        return inForce.settings();
    }

    /** The version in force; it rises with every change, and is 0 while nothing is overridden. */
    public long version() {
        return inForce.version();
    }

    /** Names the settings in force (RFC 9110 section 8.8.3): another version has another one, and so has another base. */
    public String entityTag() {
        return entityTag(inForce.version());
    }

    private String entityTag(long version) {
        return "\"" + version + "-"
                + Integer.toHexString(Secrets.masked(base).toString().hashCode()) + "\"";
    }

    /** The settings in force with every default, in kebab-case, below {@code rollcall}; a set secret shows as stars. */
    public ObjectNode effectiveTree() {
        return Secrets.masked(SettingsMapper.tree(current()));
    }

    /** The settings in force as YAML for application.yaml; a set secret becomes a placeholder named after its key. */
    public String export() {
        return SettingsYaml.of(SettingsMapper.tree(current()));
    }

    /**
     * Calls {@code listener} with the new settings after each change, one change after the other, on the thread that found it.
     * Whoever made the change waits for it, so it must not block long.
     */
    public void onChange(Consumer<RollcallSettings> listener) {
        listeners.add(listener);
    }

    /**
     * Changes settings by a JSON merge patch (RFC 7396) over the children of {@code rollcall}. {@code null} takes an
     * override away, so that the base shows again. All of it comes into force, or nothing.
     *
     * @param author the console user, for the audit
     * @throws SettingsRefused if the outcome would not hold together, or settings are read-only
     */
    public void patch(ObjectNode mergePatch, String author) {
        patch(mergePatch, author, newest -> true);
    }

    /**
     * The same where nobody else changed the settings meanwhile.
     *
     * @param allowed whether the newest settings, as {@link #entityTag} names them, may be changed
     */
    public void patch(ObjectNode mergePatch, String author, Predicate<String> allowed) {
        if (!current().settings().editable()) {
            throw SettingsRefused.closed("Settings are read-only here, since rollcall.settings.editable is false."
                    + " Change application.yaml and start Rollcall again.");
        }
        ObjectNode patch = checked(mergePatch);
        for (int i = 0; i < TRIES; i++) {
            try {
                transaction.executeWithoutResult(status -> add(patch, author, allowed));
                refresh();
                return;
            } catch (DuplicateKeyException e) {
                LOG.debug("Somebody else changed the settings at the same time; applying the patch to theirs");
            }
        }
        throw SettingsRefused.closed("Others keep changing the settings at the same time. Try again.");
    }

    /**
     * The settings that a patch would bring into force. Nothing is stored.
     *
     * @throws SettingsRefused if the outcome would not hold together
     */
    public RollcallSettings after(ObjectNode mergePatch) {
        SettingsStore.Stored newest = store.newest();
        ObjectNode patch = checked(mergePatch);
        SettingsStore.Stored next = next(newest, patch);
        RollcallSettings then = effective(next).settings();
        // Where the file alone is changed, this is a question about a change of the file, which is free.
        if (current().settings().editable()) {
            refuseElsewhere(newest, next, patch);
        }
        return then;
    }

    private ObjectNode checked(ObjectNode mergePatch) {
        ObjectNode flat = mergePatch.deepCopy();
        MergePatch.flattenCustomAttributes(flat);
        Shape.Shaped shaped = Shape.ofPatch(flat);
        List<String> problems = new ArrayList<>(shaped.problems());
        problems.addAll(FileOnly.takenOut(shaped.tree(), effectiveTree()));
        if (!problems.isEmpty()) {
            throw SettingsRefused.invalid(problems);
        }
        Secrets.close(shaped.tree());
        return shaped.tree();
    }

    private void add(ObjectNode patch, String author, Predicate<String> allowed) {
        SettingsStore.Stored newest = store.newest();
        if (!allowed.test(entityTag(newest.version()))) {
            throw SettingsRefused.overtaken("The settings are not those that If-Match names: version "
                    + newest.version() + " is the newest. Read them again, and send the change with their ETag.");
        }
        SettingsStore.Stored next = next(newest, patch);
        effective(next);
        refuseElsewhere(newest, next, patch);
        ObjectNode shown = Secrets.masked(patch);
        store.add(next, shown, author);
        audit.record(author, "settings.change", "version " + next.version(), shown);
    }

    private static SettingsStore.Stored next(SettingsStore.Stored newest, ObjectNode patch) {
        ObjectNode overrides = newest.overrides().deepCopy();
        MergePatch.apply(overrides, patch);
        return new SettingsStore.Stored(newest.version() + 1, overrides);
    }

    /** Every override comes through here. */
    private void refuseElsewhere(SettingsStore.Stored before, SettingsStore.Stored after, ObjectNode patch) {
        List<String> problems = KeptSecrets.sentElsewhere(
                List.of(shaped(before).tree(), base), shaped(after).tree(), patch);
        if (!problems.isEmpty()) {
            throw SettingsRefused.invalid(problems);
        }
    }

    private Shape.Shaped shaped(SettingsStore.Stored stored) {
        ObjectNode tree = base.deepCopy();
        MergePatch.merge(tree, stored.overrides());
        return Shape.of(tree);
    }

    private InForce effective(SettingsStore.Stored stored) {
        Shape.Shaped shaped = shaped(stored);
        List<String> problems = new ArrayList<>(shaped.problems());
        if (problems.isEmpty()) {
            RollcallSettings settings = SettingsMapper.bind(shaped.tree());
            for (SettingsCheck check : checks) {
                // A mapping is compiled from settings that cohere; until they do, it would say the same again.
                if (problems.isEmpty()) {
                    problems.addAll(check.problems(settings));
                }
            }
            if (problems.isEmpty()) {
                return new InForce(stored.version(), settings);
            }
        }
        throw SettingsRefused.invalid(problems);
    }

    /**
     * Takes up a newer version, if there is one. A version that this replica's base makes wrong is left, and told once. Where
     * another thread is at it, waits: who returns from here finds every listener told.
     */
    synchronized void refresh() {
        RollcallSettings changed = takeNewest();
        if (changed != null) {
            for (Consumer<RollcallSettings> listener : listeners) {
                try {
                    listener.accept(changed);
                } catch (RuntimeException e) {
                    LOG.error(
                            "A part of Rollcall could not take up the new settings: {}",
                            e.getClass().getName());
                }
            }
        }
    }

    private @Nullable RollcallSettings takeNewest() {
        if (store.newestVersion() <= inForce.version()) {
            return null;
        }
        SettingsStore.Stored newest = store.newest();
        try {
            inForce = effective(newest);
            LOG.info("Settings version {} is in force", newest.version());
            return inForce.settings();
        } catch (SettingsRefused e) {
            if (refused != newest.version()) {
                refused = newest.version();
                LOG.error(
                        "Settings version {} does not fit this replica's application.yaml: {}",
                        refused,
                        e.getMessage());
            }
            return null;
        }
    }
}
