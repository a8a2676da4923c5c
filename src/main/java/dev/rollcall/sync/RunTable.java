package dev.rollcall.sync;

import dev.rollcall.source.UserIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The table sync_run: which runs there are, and which process holds one. All times are the database's. What the holder
 * writes of its run is {@link RunProgress}'s.
 */
@Component
class RunTable {
    /** How long a run may be silent before another process takes it. */
    static final String LEASED = "CURRENT_TIMESTAMP + INTERVAL '8' SECOND";

    private static final String ALL = "*";
    private static final String COLUMNS = """
            id, source_id, mode, read_mode, dry_run, started_by, state, phase, approved, users_read, created, updated,
            unchanged, deactivated, reactivated, rejected, held, planned, acted, sentence, watermark, started, ended, stopped,
            follow_up, followed_by, fence,
            CURRENT_TIMESTAMP AS now""";

    private final JdbcTemplate jdbc;
    private final String owner = UUID.randomUUID().toString();

    RunTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets one start of a run happen at a time, over all replicas, until the transaction ends. */
    void lock() {
        jdbc.queryForList("SELECT source_id FROM pulled_source WHERE source_id = '*' FOR UPDATE");
    }

    /** Runs that may write what a run of this source (or of all) would write; by sync_run_open. */
    List<Run> inTheWay(@Nullable String sourceId) {
        String slot = slot(sourceId);
        return jdbc.query(
                "SELECT " + COLUMNS
                        + " FROM sync_run WHERE open_slot IS NOT NULL AND (open_slot = ? OR open_slot = '*' OR ? = '*')",
                RunTable::run,
                slot,
                slot);
    }

    /** A new run, held by this process. */
    UUID add(@Nullable String sourceId, Mode mode, boolean dryRun, String startedBy) {
        UUID id = UserIds.next();
        jdbc.update("""
                INSERT INTO sync_run (id, source_id, mode, read_mode, dry_run, started_by, state, phase, open_slot, approved,
                  cancel, lease_owner, lease_until, fence, users_read, created, updated, unchanged, deactivated, reactivated,
                  rejected, held, planned, acted, started)
                VALUES (?, ?, ?, ?, ?, ?, 'running', 'reading', ?, FALSE, FALSE, ?, CURRENT_TIMESTAMP + INTERVAL '8' SECOND, 1,
                  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, CURRENT_TIMESTAMP)""", id, sourceId, mode.wire(), mode.wire(), dryRun, startedBy, slot(sourceId), owner);
        return id;
    }

    private static String slot(@Nullable String sourceId) {
        return sourceId == null ? ALL : sourceId;
    }

    Optional<Run> find(UUID id) {
        return jdbc.query("SELECT " + COLUMNS + " FROM sync_run WHERE id = ?", RunTable::run, id).stream()
                .findFirst();
    }

    /** The newest runs before {@code before}; by sync_run_source or the primary key. */
    List<Run> list(@Nullable String sourceId, @Nullable UUID before, int limit) {
        UUID from = before == null ? new UUID(-1, -1) : before;
        return sourceId == null
                ? jdbc.query(
                        "SELECT " + COLUMNS + " FROM sync_run WHERE id < ? ORDER BY id DESC FETCH FIRST ? ROWS ONLY",
                        RunTable::run,
                        from,
                        limit)
                : jdbc.query(
                        "SELECT " + COLUMNS
                                + " FROM sync_run WHERE source_id = ? AND id < ? ORDER BY id DESC FETCH FIRST ? ROWS ONLY",
                        RunTable::run,
                        sourceId,
                        from,
                        limit);
    }

    /**
     * A person's word for a stopped run: this process holds it from now on. What the plan counted is counted anew; what was done
     * already stays counted.
     */
    boolean approve(UUID id) {
        return jdbc.update("""
                        UPDATE sync_run SET state = 'running', phase = 'acting', approved = TRUE, sentence = NULL,
                          created = CASE phase WHEN 'acting' THEN created ELSE 0 END,
                          updated = CASE phase WHEN 'acting' THEN updated ELSE 0 END,
                          deactivated = CASE phase WHEN 'acting' THEN deactivated ELSE 0 END,
                          reactivated = CASE phase WHEN 'acting' THEN reactivated ELSE 0 END,
                          rejected = CASE phase WHEN 'acting' THEN rejected ELSE 0 END,
                          held = CASE phase WHEN 'acting' THEN held ELSE 0 END,
                          unchanged = CASE phase WHEN 'acting' THEN unchanged ELSE unchanged
                            - (SELECT COUNT(*) FROM run_change WHERE run_id = ? AND operation = 'unchanged') END,
                          lease_owner = ?,
                          lease_until = CURRENT_TIMESTAMP + INTERVAL '8' SECOND, fence = fence + 1
                        WHERE id = ? AND state = 'stopped'""", id, owner, id) == 1;
    }

    /** Gives a stopped run up. */
    boolean cancelStopped(UUID id, String sentence) {
        return jdbc.update("""
                        UPDATE sync_run SET state = 'cancelled', phase = 'ended', sentence = ?, ended = CURRENT_TIMESTAMP,
                          open_slot = NULL
                        WHERE id = ? AND state = 'stopped'""", sentence, id) == 1;
    }

    /** Asks the process that holds a run to end it. */
    boolean askToCancel(UUID id) {
        return jdbc.update("UPDATE sync_run SET cancel = TRUE WHERE id = ? AND state = 'running'", id) == 1;
    }

    /** Says that this process is still at work on the run. */
    void beat(Run run) {
        jdbc.update(
                "UPDATE sync_run SET lease_until = " + LEASED + " WHERE id = ? AND fence = ? AND state = 'running'",
                run.id(),
                run.fence());
    }

    /** Takes a run over whose process has been silent for too long. */
    Optional<Run> takeAbandoned() {
        for (UUID id : jdbc.queryForList(
                "SELECT id FROM sync_run WHERE open_slot IS NOT NULL AND state = 'running' AND lease_until < CURRENT_TIMESTAMP",
                UUID.class)) {
            boolean ours = jdbc.update(
                            "UPDATE sync_run SET lease_owner = ?, fence = fence + 1, lease_until = " + LEASED
                                    + " WHERE id = ? AND state = 'running' AND lease_until < CURRENT_TIMESTAMP",
                            owner,
                            id)
                    == 1;
            if (ours) {
                return find(id);
            }
        }
        return Optional.empty();
    }

    /** Lets go of runs at an orderly end, so that another process, or the next start, goes on at once. */
    void release() {
        jdbc.update(
                "UPDATE sync_run SET lease_until = CURRENT_TIMESTAMP WHERE lease_owner = ? AND state = 'running'",
                owner);
    }

    /** Runs that run or wait for a person; by sync_run_open. */
    List<Run> open() {
        return jdbc.query(
                "SELECT " + COLUMNS + " FROM sync_run WHERE open_slot IS NOT NULL ORDER BY id DESC", RunTable::run);
    }

    /** Forgets what old runs found: the newest ten of a source keep it, and of all sources together. By sync_run_source. */
    void forgetOldChanges(@Nullable String sourceId) {
        String theirs = sourceId == null ? "source_id IS NULL" : "source_id = ?";
        Object[] of = sourceId == null ? new Object[0] : new Object[] {sourceId};
        List<UUID> newest = jdbc.queryForList(
                "SELECT id FROM sync_run WHERE " + theirs + " ORDER BY id DESC FETCH FIRST 11 ROWS ONLY",
                UUID.class,
                of);
        if (newest.size() == 11) {
            jdbc.update(
                    "DELETE FROM run_change WHERE run_id IN (SELECT id FROM sync_run WHERE open_slot IS NULL AND id <= ? AND "
                            + theirs + ")",
                    Stream.concat(Stream.of(newest.get(10)), Stream.of(of)).toArray());
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended");
        Instant started = row.getTimestamp("started").toInstant();
        Instant until = ended == null ? row.getTimestamp("now").toInstant() : ended.toInstant();
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("source_id"),
                Mode.of(row.getString("mode")).orElseThrow(),
                Mode.of(row.getString("read_mode")).orElseThrow(),
                row.getBoolean("dry_run"),
                row.getString("started_by"),
                row.getString("state"),
                row.getString("phase"),
                row.getBoolean("approved"),
                new RunCounts(
                        row.getLong("users_read"),
                        row.getLong("created"),
                        row.getLong("updated"),
                        row.getLong("unchanged"),
                        row.getLong("deactivated"),
                        row.getLong("reactivated"),
                        row.getLong("rejected"),
                        row.getLong("held")),
                row.getLong("planned"),
                row.getLong("acted"),
                row.getString("sentence"),
                row.getString("watermark"),
                started,
                ended == null ? null : ended.toInstant(),
                Duration.between(started, until).toMillis() / 1000.0,
                instant(row, "stopped"),
                row.getString("follow_up") != null,
                row.getObject("followed_by", UUID.class),
                row.getLong("fence"));
    }
}
