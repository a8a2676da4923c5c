package dev.rollcall.delivery;

import dev.rollcall.delivery.Change.Operation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The queue's rows as they are wanted: one row a member, so that a member's changes keep their order and coalesce to the
 * newest state. All times are the database's. {@link Claims} says who may deliver, {@link Settlements} what came of it.
 */
@Component
public class DeliveryTable {
    private final JdbcTemplate jdbc;
    private final Replicas replicas;
    private final DeliveryTarget target;

    DeliveryTable(JdbcTemplate jdbc, Replicas replicas, DeliveryTarget target) {
        this.jdbc = jdbc;
        this.replicas = replicas;
        this.target = target;
    }

    /**
     * Makes rows for new members, claimed by this process with fence 1: to be called in the transaction that records
     * them.
     */
    public void insertClaimed(List<ClaimedChange> changes) {
        insert(changes, leaseSeconds(), """
                INSERT INTO delivery (member_id, operation, changed, version, target_id, delivered_version, state, attempts,
                  next_attempt_at, lease_owner, fence, created, modified)
                VALUES (?, ?, ?, ?, ?, 0, 'waiting', 1, CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND, ?, 1,
                  CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""");
    }

    /** Makes rows for new members that wait for a worker: to be called in the transaction that records them. */
    public void insertWaiting(List<ClaimedChange> changes) {
        insert(changes, null, """
                INSERT INTO delivery (member_id, operation, changed, version, target_id, delivered_version, state, attempts,
                  next_attempt_at, fence, created, modified)
                VALUES (?, ?, ?, ?, ?, 0, 'waiting', 0, CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""");
    }

    /** Makes rows for members that the asset system has already. */
    public void insertDelivered(List<ClaimedChange> changes) {
        insert(changes, null, """
                INSERT INTO delivery (member_id, operation, changed, version, target_id, delivered_version, state, attempts,
                  fence, created, modified)
                VALUES (?, ?, ?, ?, ?, 1, 'delivered', 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""");
    }

    private void insert(List<ClaimedChange> changes, @Nullable Integer leaseSeconds, String sql) {
        if (changes.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(sql, changes, changes.size(), (statement, claimed) -> {
            Change change = claimed.change();
            statement.setObject(1, change.memberId());
            set(statement, 2, claimed);
            statement.setString(5, change.targetId());
            if (leaseSeconds != null) {
                statement.setInt(6, leaseSeconds);
                statement.setString(7, replicas.id());
            }
        });
    }

    private static void set(PreparedStatement statement, int first, ClaimedChange wanted) throws SQLException {
        statement.setString(first, wanted.change().operation().wire());
        statement.setString(first + 1, ChangedNames.write(wanted.change().changed()));
        statement.setLong(first + 2, wanted.version());
    }

    private int leaseSeconds() {
        return (int) target.lease().toSeconds();
    }

    /**
     * Wants newer versions of members whose last change has arrived, and which were read after it had: what was read before
     * may not know the target's id.
     *
     * @param changes claims that name the fence they will have: one more than the row's
     * @param claim whether this process claims them; otherwise they wait for a worker
     * @return for each change whether its row was as expected; otherwise {@link #want} has to be told
     */
    public boolean[] wantNext(List<ClaimedChange> changes, boolean claim) {
        if (changes.isEmpty()) {
            return new boolean[0];
        }
        return changed(jdbc.batchUpdate("""
                UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting', attempts = ?, fence = ?,
                  lease_owner = ?, next_attempt_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND,
                  waiting_since = NULL, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND fence = ? AND target_id = ?""", changes, changes.size(), (statement, wanted) -> {
            set(statement, 1, wanted);
            statement.setInt(4, claim ? 1 : 0);
            statement.setLong(5, wanted.fence());
            statement.setString(6, claim ? replicas.id() : null);
            statement.setInt(7, claim ? leaseSeconds() : 0);
            statement.setObject(8, wanted.change().memberId());
            statement.setLong(9, wanted.fence() - 1);
            statement.setString(10, wanted.change().targetId());
        }));
    }

    /** Which of a batch's statements found their row. */
    static boolean[] changed(int[][] counts) {
        boolean[] changed = new boolean[counts[0].length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = counts[0][i] == 1;
        }
        return changed;
    }

    /** Wants newer versions of members whose last change has arrived, and claims them. */
    public boolean[] wantNext(List<ClaimedChange> changes) {
        return wantNext(changes, true);
    }

    /** Wants newer versions of members that have rows already, and leaves them to the queue. */
    void wantWaiting(List<ClaimedChange> changes) {
        boolean[] expected = wantNext(changes, false);
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i]) {
                want(changes.get(i));
            }
        }
    }

    /**
     * Wants a newer version of a member that has a row already, and leaves it to the queue. Coalesces: a create that never
     * arrived stays a create. The worker that takes it knows what is in doubt about it; a change that is under way is left to
     * end, and its settling finds the newer version.
     */
    public void want(ClaimedChange wanted) {
        Change change = wanted.change();
        Row row = jdbc.queryForObject(
                "SELECT operation, changed, state FROM delivery WHERE member_id = ? FOR UPDATE",
                DeliveryTable::row,
                change.memberId());
        if (row == null) {
            throw new IllegalStateException("no delivery row for member " + change.memberId());
        }
        boolean arrived = row.state.equals("delivered");
        Set<String> changed = new TreeSet<>(change.changed());
        Operation operation = change.operation();
        if (!arrived) {
            changed.addAll(row.changed);
            operation = row.operation == Operation.CREATE ? Operation.CREATE : operation;
        } else if (operation == Operation.CREATE) {
            operation = Operation.UPDATE;
        }
        jdbc.update("""
                UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting',
                  attempts = CASE WHEN state = 'waiting' THEN attempts ELSE 0 END,
                  waiting_since = CASE WHEN state = 'waiting' THEN COALESCE(waiting_since, modified) ELSE NULL END,
                  next_attempt_at = CASE WHEN lease_owner IS NULL THEN CURRENT_TIMESTAMP ELSE next_attempt_at END,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ?""", operation.wire(), ChangedNames.write(changed), wanted.version(), change.memberId());
    }

    private record Row(Operation operation, Set<String> changed, String state) {}

    private static Row row(ResultSet rows, int number) throws SQLException {
        return new Row(Operation.of(rows.getString(1)), ChangedNames.read(rows.getString(2)), rows.getString(3));
    }

    /** Makes a dead or waiting delivery due now. */
    public boolean retry(UUID memberId) {
        return due(memberId, true);
    }

    /** Makes a delivery that rests due now; says whether it rested. */
    public boolean revive(UUID memberId) {
        return due(memberId, false);
    }

    private boolean due(UUID memberId, boolean orWaiting) {
        return jdbc.update("""
                UPDATE delivery SET state = 'waiting', attempts = 0, next_attempt_at = CURRENT_TIMESTAMP,
                  waiting_since = CASE WHEN state = 'waiting' THEN COALESCE(waiting_since, modified) ELSE NULL END,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND (state = 'dead' OR state = 'waiting' AND CAST(? AS BOOLEAN))
                  AND lease_owner IS NULL""", memberId, orWaiting) == 1;
    }

    /** Gives up a dead or waiting delivery; the member's next change is delivered with all fields. */
    public boolean discard(UUID memberId) {
        return jdbc.update("""
                UPDATE delivery SET state = 'discarded', next_attempt_at = NULL, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state IN ('dead', 'waiting') AND lease_owner IS NULL""", memberId) == 1;
    }
}
