package dev.rollcall.sync;

import dev.rollcall.source.Pull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks a directory for those whom a complete read did not show, before they are taken for gone. A read page by page sees a
 * directory at many moments: whoever is moved meanwhile to a place that was read already is met nowhere. And a server that
 * lags behind the one of before does not know yet who came last.
 */
@Component
class StillThere {
    /** More are looked for among all keys. */
    private static final int MOST_ASKED = 1_000;

    private static final int BATCH = 500;

    private final PullRoute route;
    private final ChangeTable changes;
    private final KnownUsers users;
    private final RunProgress progress;
    private final TransactionTemplate transaction;

    StillThere(
            PullRoute route,
            ChangeTable changes,
            KnownUsers users,
            RunProgress progress,
            TransactionTemplate transaction) {
        this.route = route;
        this.changes = changes;
        this.users = users;
        this.progress = progress;
        this.transaction = transaction;
    }

    /**
     * Who was not read and stays.
     *
     * @param there those whom the directory shows when it is asked
     * @param unsure those whom the server that answers may not know yet
     */
    record Stay(long there, long unsure) {
        static final Stay NONE = new Stay(0, 0);

        long all() {
            return there + unsure;
        }

        /** For an admin; {@code null} where nobody is meant. */
        @Nullable
        String sentence() {
            List<String> parts = new ArrayList<>();
            if (there > 0) {
                parts.add(
                        there
                                + " who did not come are in the directory after all, moved maybe as it was read, and stay in use.");
            }
            if (unsure > 0) {
                parts.add(unsure
                        + " who came not long ago are not known to the server that answers, which may lag behind the"
                        + " one of before: they stay in use for now.");
            }
            return parts.isEmpty() ? null : String.join(" ", parts);
        }
    }

    /**
     * Takes those off the plan who are there, or may be.
     *
     * @param watermark what the last run that was done left
     * @param vanished how many are on the plan
     */
    Stay drop(Run run, String sourceId, NeverTouched neverTouched, @Nullable String watermark, long vanished) {
        List<String> asked = vanished > MOST_ASKED ? List.of() : keys(run);
        Reading there = new Reading(
                sourceId,
                Pull.Mode.KEYS,
                watermark,
                asked,
                users,
                neverTouched,
                () -> {},
                (counts, staged, differing) -> progress.holds(run));
        route.read(there);
        long[] stay = {0, 0};
        each(run, batch -> {
            List<PlannedChange> found =
                    batch.stream().filter(change -> isThere(change, there)).toList();
            List<PlannedChange> unsure = unsure(batch, found, there.knownUntil());
            remove(run, found, unsure);
            stay[0] += found.size();
            stay[1] += unsure.size();
        });
        return new Stay(stay[0], stay[1]);
    }

    private void each(Run run, Consumer<List<PlannedChange>> batch) {
        changes.each(run.id(), ChangeTable.PLANNED, PlannedChange.VANISHED, BATCH, batch);
    }

    private List<String> keys(Run run) {
        List<String> keys = new ArrayList<>();
        each(
                run,
                batch -> batch.stream()
                        .map(PlannedChange::key)
                        .filter(Objects::nonNull)
                        .forEach(keys::add));
        return keys;
    }

    private static boolean isThere(PlannedChange change, Reading there) {
        return change.key() != null && there.saw(change.key());
    }

    private List<PlannedChange> unsure(
            List<PlannedChange> batch, List<PlannedChange> there, @Nullable Instant knownUntil) {
        if (knownUntil == null) {
            return List.of();
        }
        List<PlannedChange> others = new ArrayList<>(batch);
        others.removeAll(there);
        Map<UUID, KnownUsers.Now> stored = users.now(others.stream()
                .map(PlannedChange::recordId)
                .filter(Objects::nonNull)
                .toList());
        return others.stream()
                .filter(change -> change.recordId() != null
                        && stored.containsKey(change.recordId())
                        && stored.get(change.recordId()).created().isAfter(knownUntil))
                .toList();
    }

    private void remove(Run run, List<PlannedChange> there, List<PlannedChange> unsure) {
        if (there.size() + unsure.size() > 0) {
            transaction.executeWithoutResult(status -> {
                progress.holds(run);
                changes.remove(run.id(), there);
                changes.remove(run.id(), unsure);
            });
        }
    }
}
