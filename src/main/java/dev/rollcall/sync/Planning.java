package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.sync.Comparison.BySource;
import dev.rollcall.sync.StillThere.Stay;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The first part of a run: reads everything, finds what differs, and asks the guard. Writes nothing but the plan. */
@Component
class Planning {
    private static final long BETWEEN_REPORTS = Duration.ofMillis(300).toNanos();

    private final Settings settings;
    private final RunProgress progress;
    private final ChangeTable changes;
    private final KnownUsers users;
    private final PulledSources sources;
    private final PullRoute route;
    private final Vanished vanished;
    private final StillThere stillThere;
    private final Comparison comparison;
    private final TransactionTemplate transaction;

    Planning(
            Settings settings,
            RunProgress progress,
            ChangeTable changes,
            KnownUsers users,
            PulledSources sources,
            PullRoute route,
            Vanished vanished,
            StillThere stillThere,
            Comparison comparison,
            TransactionTemplate transaction) {
        this.settings = settings;
        this.progress = progress;
        this.changes = changes;
        this.users = users;
        this.sources = sources;
        this.route = route;
        this.vanished = vanished;
        this.stillThere = stillThere;
        this.comparison = comparison;
        this.transaction = transaction;
    }

    /**
     * A complete plan.
     *
     * @param base what was read, and how many users did not differ
     * @param counts with what the changes would do, as far as that was worked out
     * @param objection why a person has to look at it first, or {@code null}
     * @param remark what else a person should know of it, or {@code null}
     * @param watermark where the next read of changes begins, once this plan was carried out
     * @param active how many members of the source are in use, counted as far as the guard needs while the plan is carried
     *     out; {@code null} of all sources
     */
    record Plan(
            RunCounts base,
            RunCounts counts,
            long planned,
            @Nullable String objection,
            @Nullable String remark,
            @Nullable String watermark,
            @Nullable Long active) {}

    /** What a read found. */
    private record Found(
            Reading reading,
            long vanished,
            @Nullable String suspicion,
            @Nullable String remark) {
        static Found nobodyGone(Reading reading) {
            return new Found(reading, 0, null, null);
        }
    }

    /** Works out what is left of the plan of a run that stopped while it was carried out. */
    void showRest(Run run) {
        changes.waitNoMore(run.id());
        comparison.compare(run.id(), PlannedChange.VANISHED, PlannedChange.NEW, true, soFar -> progress.holds(run));
    }

    Plan plan(Run run) {
        forget(run);
        RollcallSettings current = settings.current();
        if (run.mode() == Mode.REMAP) {
            return remap(run, current);
        }
        String sourceId = run.source();
        Source source = sourceId == null ? null : current.sources().get(sourceId);
        if (sourceId == null || source == null || source.pull() == null) {
            throw RunEnded.failed("The source of this run is not in the settings any more.");
        }
        Found found = read(run, current, sourceId, source.pull());
        return compared(run, current, sourceId, found);
    }

    /** Whether the source's next run of changes asks who is there at all, too. */
    boolean looksForVanished(String sourceId) {
        Source source = settings.current().sources().get(sourceId);
        int every = source == null || source.pull() == null ? 0 : source.pull().keysEvery();
        return every > 0 && sources.position(sourceId).incrementals() + 1 >= every;
    }

    private Found read(Run run, RollcallSettings current, String sourceId, Source.Pull pull) {
        NeverTouched neverTouched = NeverTouched.of(current, sourceId);
        PulledSources.Position position = sources.position(sourceId);
        boolean incremental = run.readMode() == Mode.INCREMENTAL && position.watermark() != null;
        long before = users.count(sourceId);
        if (incremental) {
            Reading reading = reading(run, Pull.Mode.CHANGES, position.watermark(), sourceId, neverTouched);
            try {
                route.read(reading);
                return looksForVanished(sourceId)
                        ? keys(run, reading, sourceId, pull, neverTouched, before)
                        : Found.nobodyGone(reading);
            } catch (FullReadNeeded e) {
                forget(run);
            }
        }
        if (run.readMode() == Mode.INCREMENTAL) {
            progress.becomesFull(run);
        }
        Reading reading = reading(run, Pull.Mode.FULL, position.watermark(), sourceId, neverTouched);
        try {
            route.read(reading);
        } catch (FullReadNeeded e) {
            throw RunEnded.failed(String.valueOf(e.getMessage()));
        }
        return gone(run, reading, reading, sourceId, pull, neverTouched, before);
    }

    /** After changes were read: who is there at all? */
    private Found keys(
            Run run, Reading changed, String sourceId, Source.Pull pull, NeverTouched neverTouched, long before) {
        Reading keys = reading(run, Pull.Mode.KEYS, null, sourceId, neverTouched);
        route.read(keys);
        Found found = gone(run, changed, keys, sourceId, pull, neverTouched, before);
        if (found.vanished() > 0 && users.waitingForNames(sourceId).stream().anyMatch(keys::saw)) {
            throw new FullReadNeeded(
                    "Somebody has left, and a user whose names were taken is there: both may be one person.");
        }
        return found;
    }

    private Found gone(
            Run run,
            Reading changed,
            Reading all,
            String sourceId,
            Source.Pull pull,
            NeverTouched neverTouched,
            long before) {
        if (all.read() == 0) {
            throw RunEnded.failed(
                    "Source '" + sourceId
                            + "' gave no user at all, which is taken for a mistake: nothing was done. Look at its base, filter and rights.");
        }
        if (all.found() == before && all == changed) {
            return Found.nobodyGone(changed);
        }
        RunCounts counts = RunCounts.unchanged(changed.read(), changed.unchanged());
        long staged = vanished.stage(
                all,
                neverTouched,
                changed.staged(),
                page -> transaction.executeWithoutResult(status -> {
                    progress.note(run, Run.READING, counts, changed.staged());
                    changes.add(run.id(), page);
                }));
        if (staged == 0) {
            return Found.nobodyGone(changed);
        }
        boolean keep = pull.onVanish().equals("keep");
        String suspicion = keep ? null : Guard.suspicion(sourceId, all.read(), before);
        Stay stay = keep || suspicion != null || !isReadInPages(sourceId)
                ? Stay.NONE
                : stillThere.drop(
                        run, sourceId, neverTouched, sources.position(sourceId).watermark(), staged);
        long renewed = vanished.renewed(run.id(), sourceId);
        if (keep) {
            changes.removeVanished(run.id());
        }
        return new Found(changed, keep ? 0 : staged - stay.all() - renewed, suspicion, stay.sentence());
    }

    /** A route of somebody's own is read in one go, and maybe only once. */
    private boolean isReadInPages(String sourceId) {
        Source source = settings.current().sources().get(sourceId);
        return source != null && (source.ldap() != null || source.google() != null);
    }

    private Reading reading(
            Run run, Pull.Mode mode, @Nullable String watermark, String sourceId, NeverTouched neverTouched) {
        long[] reported = {System.nanoTime()};
        return new Reading(
                sourceId,
                mode,
                watermark,
                List.of(),
                users,
                neverTouched,
                () -> forget(run),
                (counts, staged, differing) -> {
                    if (!differing.isEmpty()) {
                        // A process that slept and lost the run must not add to the plan of the one that took it over.
                        transaction.executeWithoutResult(status -> {
                            progress.note(run, Run.READING, counts, staged);
                            changes.add(run.id(), differing);
                        });
                    } else if (System.nanoTime() - reported[0] > BETWEEN_REPORTS) {
                        reported[0] = System.nanoTime();
                        progress.note(run, Run.READING, counts, staged);
                    }
                });
    }

    /** Begins the plan anew, unless it is another process's by now. */
    private void forget(Run run) {
        transaction.executeWithoutResult(status -> {
            progress.holds(run);
            changes.clear(run.id());
        });
    }

    private Plan compared(Run run, RollcallSettings current, String sourceId, Found found) {
        Reading reading = found.reading();
        RunCounts base = RunCounts.unchanged(reading.read(), reading.unchanged());
        long planned = reading.staged() + found.vanished();
        progress.note(run, Run.COMPARING, base, planned);
        boolean allNew = !run.dryRun() && found.suspicion() == null && nobodyIsKnown(current, sourceId);
        int last = allNew ? PlannedChange.CHANGED : PlannedChange.NEW;
        BySource plan = compare(run, PlannedChange.VANISHED, last, run.dryRun(), base, planned);
        String objection = found.suspicion() != null
                ? found.suspicion()
                : Guard.of(current, sourceId)
                        .objection(sourceId, plan.of(sourceId), enough -> users.active(sourceId, enough));
        if (objection != null && !run.dryRun()) {
            // A person is to see all of it.
            plan = compare(run, PlannedChange.VANISHED, PlannedChange.NEW, true, base, planned);
        }
        return new Plan(
                base,
                base.plus(plan.all()),
                planned,
                objection,
                found.remark(),
                reading.nextWatermark(),
                active(current, sourceId, planned));
    }

    /** Whether no new user of the source can turn out to be a member: of a first import, all that it does is to create. */
    private boolean nobodyIsKnown(RollcallSettings current, String sourceId) {
        Source source = current.sources().get(sourceId);
        return (source == null || source.adopt().equals("none")) && !users.any(sourceId);
    }

    private long active(RollcallSettings current, String sourceId, long planned) {
        return users.active(sourceId, Guard.of(current, sourceId).countedFor(planned));
    }

    private BySource compare(Run run, int first, int last, boolean keep, RunCounts base, long planned) {
        long[] reported = {System.nanoTime()};
        return comparison.compare(run.id(), first, last, keep, soFar -> {
            if (System.nanoTime() - reported[0] > BETWEEN_REPORTS) {
                reported[0] = System.nanoTime();
                progress.note(run, Run.COMPARING, base.plus(soFar.all()), planned);
            }
        });
    }

    private Plan remap(Run run, RollcallSettings current) {
        List<String> ids = run.source() == null ? List.copyOf(current.sources().keySet()) : List.of(run.source());
        BySource plan = new BySource();
        String objection = null;
        long seq = 0;
        UUID id = run.id();
        for (String sourceId : ids) {
            long last = seq;
            seq = comparison.remap(
                    id,
                    sourceId,
                    NeverTouched.of(current, sourceId),
                    last,
                    plan,
                    () -> progress.note(run, Run.READING, plan.all(), 0));
            if (objection == null) {
                objection = Guard.of(current, sourceId)
                        .objection(sourceId, plan.of(sourceId), enough -> users.active(sourceId, enough));
            }
        }
        RunCounts all = plan.all();
        Long active = run.source() == null ? null : active(current, run.source(), seq);
        return new Plan(RunCounts.unchanged(all.read(), all.read() - seq), all, seq, objection, null, null, active);
    }
}
