package dev.rollcall.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.stereotype.Component;

/** The queue's rows as runs write them: in batches, and never claimed. */
@Component
final class BulkTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeSet<String>> NAMES = new TypeReference<>() {};

    private final JdbcTemplate jdbc;

    BulkTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes rows for new members which are due at once. */
    void insertDue(List<ClaimedChange> changes) {
        batch(changes, """
                INSERT INTO delivery (operation, changed, version, member_id, delivered_version, state, attempts,
                  next_attempt_at, fence, created, modified)
                VALUES (?, ?, ?, ?, 0, 'waiting', 0, CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""", (statement, claimed) -> {
            set(statement, claimed);
            statement.setObject(4, claimed.change().memberId());
        });
    }

    /** Makes rows for new members which the asset system has got already, in this transaction. */
    void insertArrived(List<ClaimedChange> changes, List<String> targetIds) {
        record Arrived(ClaimedChange claimed, String targetId) {}
        List<Arrived> rows = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            rows.add(new Arrived(changes.get(i), targetIds.get(i)));
        }
        jdbc.batchUpdate("""
                INSERT INTO delivery (member_id, operation, changed, version, delivered_version, target_id, state, attempts,
                  fence, created, modified)
                VALUES (?, ?, ?, ?, ?, ?, 'delivered', 0, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""", rows, rows.size(), (statement, row) -> {
            Change change = row.claimed().change();
            statement.setObject(1, change.memberId());
            statement.setString(2, change.operation().wire());
            statement.setString(3, names(change.changed()));
            statement.setLong(4, row.claimed().version());
            statement.setLong(5, row.claimed().version());
            statement.setString(6, row.targetId());
        });
    }

    /**
     * Notes newer versions as delivered, for members whose last change has arrived; the row's lock keeps workers away
     * until the transaction ends.
     *
     * @return for each change whether its row was as expected
     */
    boolean[] arrive(List<ClaimedChange> changes) {
        int[] counts = batch(changes, """
                UPDATE delivery SET operation = ?, changed = ?, version = ?, delivered_version = ?, fence = fence + 1,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND fence = ?""", (statement, claimed) -> {
            set(statement, claimed);
            statement.setLong(4, claimed.version());
            statement.setObject(5, claimed.change().memberId());
            statement.setLong(6, claimed.fence() - 1);
        });
        boolean[] arrived = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            arrived[i] = counts[i] == 1;
        }
        return arrived;
    }

    /** Wants newer versions, due at once; a delivery under way is left to end and finds the newer version then. */
    void wantDue(List<ClaimedChange> changes) {
        int[] counts = batch(changes, """
                UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting', attempts = 0,
                  next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND fence = ?""", (statement, claimed) -> {
            set(statement, claimed);
            statement.setObject(4, claimed.change().memberId());
            statement.setLong(5, claimed.fence() - 1);
        });
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                wantPending(changes.get(i));
            }
        }
    }

    /** Coalesces with a change that has not arrived: a create stays one, and its fields are joined. */
    private void wantPending(ClaimedChange wanted) {
        Change change = wanted.change();
        jdbc.query(
                "SELECT operation, changed, state FROM delivery WHERE member_id = ? FOR UPDATE",
                row -> {
                    boolean pending = !row.getString(3).equals("delivered");
                    boolean create = pending && row.getString(1).equals("create");
                    Set<String> changed = new TreeSet<>(change.changed());
                    if (pending) {
                        changed.addAll(readNames(row.getString(2)));
                    }
                    jdbc.update(
                            """
                            UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting', attempts = 0,
                              next_attempt_at = CASE WHEN lease_owner IS NOT NULL AND next_attempt_at > CURRENT_TIMESTAMP
                                THEN next_attempt_at ELSE CURRENT_TIMESTAMP END, modified = CURRENT_TIMESTAMP
                            WHERE member_id = ?""",
                            create ? "create" : change.operation().wire(),
                            names(changed),
                            wanted.version(),
                            change.memberId());
                },
                change.memberId());
    }

    /** Makes claims due again whose delivery did not work. */
    void release(List<ClaimedChange> claimed) {
        batch(
                claimed,
                "UPDATE delivery SET lease_owner = NULL, next_attempt_at = CURRENT_TIMESTAMP WHERE member_id = ? AND fence = ?",
                (statement, one) -> {
                    statement.setObject(1, one.change().memberId());
                    statement.setLong(2, one.fence());
                });
    }

    /** Gives how many rows each change met. */
    private int[] batch(
            List<ClaimedChange> changes, String sql, ParameterizedPreparedStatementSetter<ClaimedChange> setter) {
        return changes.isEmpty() ? new int[0] : jdbc.batchUpdate(sql, changes, changes.size(), setter)[0];
    }

    private static void set(PreparedStatement statement, ClaimedChange claimed) throws SQLException {
        statement.setString(1, claimed.change().operation().wire());
        statement.setString(2, names(claimed.change().changed()));
        statement.setLong(3, claimed.version());
    }

    private static String names(Set<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> readNames(String json) {
        try {
            return JSON.readValue(json, NAMES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
