package dev.rollcall.sync;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What the process that holds a run writes of it in the table sync_run. Every write names the run's fence, so that a process
 * which slept and lost the run changes nothing any more.
 */
@Component
class RunProgress {
    private final JdbcTemplate jdbc;
    private volatile boolean closing;

    RunProgress(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes where the run is; throws if it is not this process's any more, or was cancelled. */
    void note(Run run, String phase, RunCounts counts, long planned) {
        must(
                run,
                jdbc.update(
                        """
                        UPDATE sync_run SET phase = ?, users_read = ?, created = ?, updated = ?, unchanged = ?, deactivated = ?,
                          reactivated = ?, rejected = ?, held = ?, planned = ?, lease_until = CURRENT_TIMESTAMP + INTERVAL '8' SECOND
                        WHERE id = ? AND fence = ? AND state = 'running' AND NOT cancel""",
                        phase,
                        counts.read(),
                        counts.created(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.deactivated(),
                        counts.reactivated(),
                        counts.rejected(),
                        counts.held(),
                        planned,
                        run.id(),
                        run.fence()));
    }

    /** Says that this process is still at work on the run; throws as {@link #note} does. */
    void holds(Run run) {
        must(
                run,
                jdbc.update(
                        "UPDATE sync_run SET lease_until = " + RunTable.LEASED
                                + " WHERE id = ? AND fence = ? AND state = 'running' AND NOT cancel",
                        run.id(),
                        run.fence()));
    }

    /** Counts what a batch did, in the batch's transaction; throws as {@link #note} does, which rolls the batch back. */
    void acted(Run run, RunCounts more, long acted) {
        must(
                run,
                jdbc.update(
                        """
                        UPDATE sync_run SET created = created + ?, updated = updated + ?, unchanged = unchanged + ?,
                          deactivated = deactivated + ?, reactivated = reactivated + ?, rejected = rejected + ?, held = held + ?,
                          acted = acted + ?, lease_until = CURRENT_TIMESTAMP + INTERVAL '8' SECOND
                        WHERE id = ? AND fence = ? AND state = 'running' AND NOT cancel""",
                        more.created(),
                        more.updated(),
                        more.unchanged(),
                        more.deactivated(),
                        more.reactivated(),
                        more.rejected(),
                        more.held(),
                        acted,
                        run.id(),
                        run.fence()));
    }

    /**
     * Why a run of one source that nobody approved must not do what it has done with the batch of this transaction, or
     * {@code null}. The run's row is locked by {@link #acted}, so that batches beside each other are counted, too.
     *
     * @param all how many members of the source are in use now; asked where too many are changed, however many there are
     */
    @Nullable
    String objection(Run run, String sourceId, Guard guard, LongSupplier all) {
        return jdbc.query(
                "SELECT updated, deactivated, reactivated, active_before FROM sync_run"
                        + " WHERE id = ? AND NOT approved AND active_before IS NOT NULL",
                row -> {
                    if (!row.next()) {
                        return null;
                    }
                    long active = row.getLong(4);
                    RunCounts done = new RunCounts(0, 0, row.getLong(1), 0, row.getLong(2), row.getLong(3), 0, 0);
                    return guard.objection(
                            sourceId,
                            done,
                            enough -> enough < Long.MAX_VALUE
                                    ? active
                                    : all.getAsLong() + done.deactivated() - done.reactivated());
                },
                run.id());
    }

    private void must(Run run, int rows) {
        if (closing) {
            throw RunEnded.lost();
        }
        if (rows == 0) {
            boolean cancelled = Boolean.TRUE.equals(jdbc.queryForObject(
                    "SELECT COUNT(*) > 0 FROM sync_run WHERE id = ? AND fence = ? AND cancel",
                    Boolean.class,
                    run.id(),
                    run.fence()));
            throw cancelled ? RunEnded.cancelled() : RunEnded.lost();
        }
    }

    /** The run reads everything, though it was to read changes only. */
    void becomesFull(Run run) {
        jdbc.update("UPDATE sync_run SET read_mode = 'full' WHERE id = ? AND fence = ?", run.id(), run.fence());
    }

    /**
     * From here on the run can be resumed: its plan is complete.
     *
     * @param active how many members of its source are in use, counted {@linkplain Guard#countedFor as far as need be};
     *     {@code null} of all sources
     * @param remark what the sentence of its end is to say beside its counts, or {@code null}
     */
    void startActing(Run run, @Nullable String watermark, @Nullable Long active, @Nullable String remark) {
        must(
                run,
                jdbc.update(
                        "UPDATE sync_run SET phase = 'acting', watermark = ?, lease_until = " + RunTable.LEASED
                                + ", active_before = ?, sentence = ? WHERE id = ? AND fence = ? AND state = 'running' AND NOT cancel",
                        watermark,
                        active,
                        remark,
                        run.id(),
                        run.fence()));
    }

    /** Waits for a person; no process holds it. */
    void stop(Run run, String sentence, @Nullable String watermark) {
        must(run, jdbc.update("""
                        UPDATE sync_run SET state = 'stopped', stopped = CURRENT_TIMESTAMP, sentence = ?, watermark = ?, lease_owner = NULL, lease_until = NULL
                        WHERE id = ? AND fence = ? AND state = 'running' AND NOT cancel""", sentence, watermark, run.id(), run.fence()));
    }

    /** Ends the run, if it is still this process's. */
    boolean end(Run run, String state, String sentence) {
        return jdbc.update("""
                        UPDATE sync_run SET state = ?, phase = 'ended', sentence = ?, ended = CURRENT_TIMESTAMP, open_slot = NULL,
                          lease_owner = NULL, lease_until = NULL
                        WHERE id = ? AND fence = ? AND state = 'running'""", state, sentence, run.id(), run.fence()) == 1;
    }

    /** From now on every write of a run ends it here, as if another process had taken it over. */
    void close() {
        closing = true;
    }
}
