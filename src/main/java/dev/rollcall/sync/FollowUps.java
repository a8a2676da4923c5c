package dev.rollcall.sync;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs that follow others: after a directory was read, what is stored of it is mapped anew, since a read alone leaves users
 * as they are whom the directory has not changed. What is to follow stands in the database, so that it also comes when the
 * first run had to wait for a person, or another process had to take it over.
 */
@Component
public class FollowUps {
    private final Runs runs;
    private final RunTable table;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    FollowUps(Runs runs, RunTable table, JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.runs = runs;
        this.table = table;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Starts a run that reads a directory, and is followed by a remap of the source once it was done.
     *
     * @param startedBy a console user
     * @throws RunRefused if the source cannot be run so, or a run is under way
     */
    public Run startThenRemap(String sourceId, Mode mode, String startedBy) {
        runs.check(sourceId, mode);
        if (!mode.pulls()) {
            throw RunRefused.impossible("Only a run that reads a directory is followed by a remap.");
        }
        Run run = transaction.execute(status -> {
            Run opened = runs.open(sourceId, mode, false, startedBy);
            jdbc.update("UPDATE sync_run SET follow_up = 'remap' WHERE id = ?", opened.id());
            return table.find(opened.id()).orElseThrow();
        });
        return runs.begun(run);
    }

    /** Starts what is to follow, unless another process does, or something is in the way still. By sync_run_follow_up. */
    void start() {
        List<UUID> done = jdbc.queryForList(
                "SELECT id FROM sync_run WHERE follow_up = 'remap' AND followed_by IS NULL AND state = 'done' ORDER BY id",
                UUID.class);
        for (UUID id : done) {
            Run next = transaction.execute(status -> follow(id, status));
            if (next != null) {
                runs.begun(next);
            }
        }
    }

    private @Nullable Run follow(UUID id, TransactionStatus status) {
        try {
            Run done = table.find(id).orElseThrow();
            Run next = runs.open(done.source(), Mode.REMAP, false, done.startedBy());
            if (jdbc.update("UPDATE sync_run SET followed_by = ? WHERE id = ? AND followed_by IS NULL", next.id(), id)
                    == 1) {
                return next;
            }
        } catch (RunRefused e) {
            // Tried again when what is in the way has ended.
        }
        status.setRollbackOnly();
        return null;
    }
}
