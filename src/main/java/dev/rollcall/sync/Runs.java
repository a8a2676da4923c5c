package dev.rollcall.sync;

import dev.rollcall.settings.CronSchedule;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts, shows, approves and cancels runs. */
@Component
public class Runs {
    private final Settings settings;
    private final RunTable table;
    private final PulledSources sources;
    private final Runner runner;
    private final Verification verification;
    private final TransactionTemplate transaction;

    Runs(
            Settings settings,
            RunTable table,
            PulledSources sources,
            Runner runner,
            Verification verification,
            TransactionTemplate transaction) {
        this.settings = settings;
        this.table = table;
        this.sources = sources;
        this.runner = runner;
        this.verification = verification;
        this.transaction = transaction;
    }

    /**
     * Starts a run in this process.
     *
     * @param sourceId the source; {@code null} for all, which only re-mapping and verifying can do
     * @param startedBy a console user
     * @throws RunRefused if the source cannot be run so, or a run is under way
     */
    public Run start(@Nullable String sourceId, Mode mode, boolean dryRun, String startedBy) {
        check(sourceId, mode);
        Run run = transaction.execute(status -> open(sourceId, mode, dryRun, startedBy));
        return begun(run);
    }

    /** The runs that run, or wait for a person, the newest first. */
    public List<Run> open() {
        return table.open();
    }

    /**
     * Starts the run that was planned for {@code fire}, unless another replica does, or one is under way. A full run that
     * could not start for a smaller one, or since no process was there, is made up for by the next run of changes.
     */
    Optional<Run> startScheduled(String sourceId, Mode mode, Instant fire) {
        check(sourceId, mode);
        sources.known(sourceId);
        Run run = transaction.execute(
                status -> sources.fires(sourceId, mode, fire) ? openUnlessBusy(sourceId, mode, fire) : null);
        return run == null ? Optional.empty() : Optional.of(begun(run));
    }

    private @Nullable Run openUnlessBusy(String sourceId, Mode mode, Instant fire) {
        boolean owed = mode == Mode.INCREMENTAL && owesFull(sourceId, fire);
        try {
            Run run = open(sourceId, owed ? Mode.FULL : mode, false, "schedule");
            if (owed) {
                sources.fires(sourceId, Mode.FULL, fire);
            }
            return run;
        } catch (RunRefused e) {
            if (mode == Mode.FULL && !isReadInFull(sourceId)) {
                sources.missed(sourceId, fire);
            }
            return null;
        }
    }

    private boolean owesFull(String sourceId, Instant now) {
        Source source = settings.current().sources().get(sourceId);
        Instant last = sources.lastFull(sourceId);
        return source != null
                && source.pull() != null
                && last != null
                && CronSchedule.next(source.pull().schedule(), last, 1).stream().anyMatch(due -> !due.isAfter(now));
    }

    private boolean isReadInFull(String sourceId) {
        return table.inTheWay(sourceId).stream()
                .anyMatch(run -> run.state().equals(Run.RUNNING) && run.readMode() == Mode.FULL && !run.dryRun());
    }

    Run begun(@Nullable Run run) {
        if (run == null) {
            throw new IllegalStateException("a run was added");
        }
        table.forgetOldChanges(run.source());
        runner.begin(run);
        return run;
    }

    /** Adds a run, in the transaction of the caller; throws if one is under way. */
    Run open(@Nullable String sourceId, Mode mode, boolean dryRun, String startedBy) {
        table.lock();
        for (Run other : table.inTheWay(sourceId)) {
            if (other.state().equals(Run.RUNNING)) {
                throw RunRefused.conflict("A run of "
                        + (other.source() == null ? "all sources" : "source '" + other.source() + "'")
                        + " is under way (" + other.id() + "). Wait until it has ended, or cancel it.");
            }
            if (!dryRun && sees(sourceId, mode, other)) {
                table.cancelStopped(other.id(), "Given up: a newer run was started, which sees the directory of now.");
            }
        }
        return table.find(table.add(sourceId, mode, dryRun, startedBy)).orElseThrow();
    }

    /** Whether a new run meets again whatever a stopped one waits for; else that one goes on waiting. */
    private static boolean sees(@Nullable String sourceId, Mode mode, Run stopped) {
        boolean wide = sourceId == null || sourceId.equals(stopped.source());
        return wide && (mode == stopped.readMode() || mode == Mode.FULL && stopped.readMode() == Mode.INCREMENTAL);
    }

    void check(@Nullable String sourceId, Mode mode) {
        Source source = sourceId == null ? null : settings.current().sources().get(sourceId);
        if (sourceId != null && source == null) {
            throw RunRefused.impossible(
                    "There is no source '" + sourceId + "'. The settings under rollcall.sources list them.");
        }
        if (mode.pulls() && sourceId == null) {
            throw RunRefused.impossible("A run of mode " + mode.wire()
                    + " reads one directory: name its source. Without one, use the mode remap.");
        }
        if (mode.pulls() && source != null && source.pull() == null) {
            throw RunRefused.impossible(
                    "Source '" + sourceId
                            + "' pushes its users over SCIM, so there is nothing to read. Use the mode remap to apply changed settings to them.");
        }
        if (mode == Mode.VERIFY && !verification.isPossible()) {
            throw RunRefused.impossible(
                    "The asset system's members cannot be compared: its target has no route that lists them (direct:list-members-…).");
        }
    }

    /** The run that is under way and may write what is this source's; none begins until the caller's transaction has ended. */
    public Optional<Run> underWay(String sourceId) {
        table.lock();
        return table.inTheWay(sourceId).stream()
                .filter(run -> run.state().equals(Run.RUNNING))
                .findFirst();
    }

    /** Whether Rollcall reads this source. */
    public boolean isPulled(@Nullable String sourceId) {
        Source source = sourceId == null ? null : settings.current().sources().get(sourceId);
        return source != null && source.pull() != null;
    }

    /** The run with this id. */
    public Optional<Run> find(UUID id) {
        return table.find(id);
    }

    /** The newest runs, of one source or of all, that were started before {@code before}. */
    public List<Run> list(@Nullable String sourceId, @Nullable UUID before, int limit) {
        return table.list(sourceId, before, limit);
    }

    /**
     * Carries out a run that the guard stopped.
     *
     * @throws RunRefused if it is not stopped, or another run is under way
     */
    public Run approve(UUID id) {
        Run run = transaction.execute(status -> {
            table.lock();
            Run stopped = table.find(id).orElseThrow();
            for (Run other : table.inTheWay(stopped.source())) {
                if (other.state().equals(Run.RUNNING) && !other.id().equals(id)) {
                    throw RunRefused.conflict("A run of the source is under way (" + other.id()
                            + "). Wait until it has ended, or cancel it.");
                }
            }
            if (!table.approve(id)) {
                throw RunRefused.conflict("Only a stopped run can be approved; this one is " + stopped.state() + ".");
            }
            return table.find(id).orElseThrow();
        });
        return begun(run);
    }

    /**
     * Ends a run: a stopped one at once, a running one after the batch that it is at.
     *
     * @throws RunRefused if it has ended
     */
    public Run cancel(UUID id) {
        boolean begun = table.find(id).map(Run::acted).orElse(0L) > 0;
        String sentence = begun ? RunEnded.CANCELLED : "Cancelled; nothing was done.";
        if (!table.cancelStopped(id, sentence) && !table.askToCancel(id)) {
            throw RunRefused.conflict("The run has ended already.");
        }
        return table.find(id).orElseThrow();
    }
}
