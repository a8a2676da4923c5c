package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.Pull;
import dev.rollcall.sync.KnownUsers.Now;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds a plan that waited for a person against what has come since: users whom a newer run or a person has changed, and what
 * the settings of now keep from being done, go off it. The next run meets again whatever still differs.
 */
@Component
class ApprovedPlans {
    private static final int BATCH = 500;

    private final Settings settings;
    private final ChangeTable changes;
    private final RunProgress progress;
    private final KnownUsers users;
    private final PullRoute route;
    private final TransactionTemplate transaction;

    ApprovedPlans(
            Settings settings,
            ChangeTable changes,
            RunProgress progress,
            KnownUsers users,
            PullRoute route,
            TransactionTemplate transaction) {
        this.settings = settings;
        this.changes = changes;
        this.progress = progress;
        this.users = users;
        this.route = route;
        this.transaction = transaction;
    }

    /**
     * Takes off the plan what is not to be done any more; what stays was planned for users as they are now.
     *
     * @throws RunEnded if the run was cancelled or lost, or the directory does not tell who is there: then it waits on
     */
    void renew(Run run) {
        Instant stopped = Objects.requireNonNullElse(run.stopped(), run.started());
        Map<String, NeverTouched> neverTouched = new HashMap<>();
        RollcallSettings current = settings.current();
        for (String state : List.of(ChangeTable.PLANNED, ChangeTable.AGAIN)) {
            for (int turn = PlannedChange.VANISHED; turn <= PlannedChange.NEW; turn++) {
                changes.each(run.id(), state, turn, BATCH, batch -> {
                    String sourceId = batch.get(0).sourceId();
                    NeverTouched never = neverTouched.computeIfAbsent(sourceId, id -> NeverTouched.of(current, id));
                    drop(run, over(batch, current.sources().get(sourceId), never, stopped));
                });
            }
        }
        dropThoseWhoAreBack(run, current);
    }

    /** Who is there again, unchanged maybe, did not leave. */
    private void dropThoseWhoAreBack(Run run, RollcallSettings current) {
        String sourceId = run.source();
        if (sourceId == null
                || changes.next(run.id(), ChangeTable.PLANNED, PlannedChange.VANISHED, 0, 1)
                        .isEmpty()) {
            return;
        }
        Reading there = there(run, sourceId, NeverTouched.of(current, sourceId));
        changes.each(run.id(), ChangeTable.PLANNED, PlannedChange.VANISHED, BATCH, batch -> {
            drop(
                    run,
                    batch.stream()
                            .filter(change -> change.key() != null && there.saw(change.key()))
                            .toList());
        });
    }

    private Reading there(Run run, String sourceId, NeverTouched neverTouched) {
        Reading keys = new Reading(
                sourceId,
                Pull.Mode.KEYS,
                null,
                List.of(),
                users,
                neverTouched,
                () -> {},
                (counts, staged, differing) -> progress.holds(run));
        try {
            route.read(keys);
        } catch (RunEnded e) {
            throw e.how() == RunEnded.How.FAILED
                    ? RunEnded.stopped("It cannot be told whether those who left are still away: " + e.getMessage()
                            + " Approve the run again then.")
                    : e;
        }
        if (keys.read() == 0) {
            throw RunEnded.stopped("It cannot be told whether those who left are still away: source '" + sourceId
                    + "' gave no user at all. Look at its base, filter and rights, then approve the run again.");
        }
        return keys;
    }

    private void drop(Run run, List<PlannedChange> over) {
        if (!over.isEmpty()) {
            transaction.executeWithoutResult(status -> {
                changes.remove(run.id(), over);
                progress.acted(run, RunCounts.unchanged(0, over.size()), over.size());
            });
        }
    }

    private List<PlannedChange> over(
            List<PlannedChange> batch, @Nullable Source source, NeverTouched neverTouched, Instant stopped) {
        String sourceId = batch.get(0).sourceId();
        Map<UUID, Now> stored = users.now(batch.stream()
                .map(PlannedChange::recordId)
                .filter(Objects::nonNull)
                .toList());
        Map<String, KnownUsers.Known> known = users.byKeys(
                sourceId,
                batch.stream()
                        .filter(change -> change.recordId() == null)
                        .map(PlannedChange::key)
                        .filter(Objects::nonNull)
                        .toList());
        List<PlannedChange> over = new ArrayList<>();
        for (PlannedChange change : batch) {
            Now now = change.recordId() == null ? null : stored.get(change.recordId());
            boolean changed = change.recordId() == null
                    ? known.containsKey(String.valueOf(change.key()))
                    : now == null || now.modified().isAfter(stopped);
            String email = now != null
                    ? now.email()
                    : change.user() == null ? null : change.user().keys().email();
            if (changed || isForbidden(change, source) || neverTouched.has(change.userName(), email)) {
                over.add(change);
            }
        }
        return over;
    }

    /** Whether the settings of now have no source of that name any more, or keep those who vanished from it. */
    private static boolean isForbidden(PlannedChange change, @Nullable Source source) {
        return source == null
                || change.turn() == PlannedChange.VANISHED
                        && source.pull() != null
                        && source.pull().onVanish().equals("keep");
    }
}
