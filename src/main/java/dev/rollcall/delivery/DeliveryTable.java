package dev.rollcall.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The queue: one row a member, so that a member's changes keep their order and coalesce to the newest state. All times
 * are the database's. Relies on the indexes {@code delivery_due} and the primary key.
 */
@Component
public class DeliveryTable {
    /** How long a claim lasts; longer than any statement or HTTP call of a delivery may take. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final TypeReference<TreeSet<String>> NAMES = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String owner = UUID.randomUUID().toString();

    DeliveryTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Makes rows for new members, claimed by this process with fence 1: to be called in the transaction that records
     * them.
     */
    public void insertClaimed(List<ClaimedChange> changes) {
        insert(changes, """
                INSERT INTO delivery (member_id, operation, changed, version, delivered_version, state, attempts,
                  next_attempt_at, lease_owner, fence, target_id, created, modified)
                VALUES (?, ?, ?, ?, 0, 'waiting', 1, CURRENT_TIMESTAMP + INTERVAL '15' SECOND, ?, 1, ?,
                  CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""", owner);
    }

    /** Makes rows for members that the asset system has already. */
    public void insertDelivered(List<ClaimedChange> changes) {
        insert(changes, """
                INSERT INTO delivery (member_id, operation, changed, version, delivered_version, state, attempts,
                  lease_owner, fence, target_id, created, modified)
                VALUES (?, ?, ?, ?, 1, 'delivered', 0, ?, 0, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""", null);
    }

    private void insert(List<ClaimedChange> changes, String sql, @org.jspecify.annotations.Nullable String leaseOwner) {
        jdbc.batchUpdate(sql, changes, changes.size(), (statement, claimed) -> {
            Change change = claimed.change();
            statement.setObject(1, change.memberId());
            statement.setString(2, change.operation().wire());
            statement.setString(3, names(change.changed()));
            statement.setLong(4, claimed.version());
            statement.setString(5, leaseOwner);
            statement.setString(6, change.targetId());
        });
    }

    /**
     * Wants newer versions of members whose last change has arrived, and claims them.
     *
     * @param changes claims that name the fence they will have: one more than the row's
     * @return for each change whether its row was as expected; otherwise {@link #want} has to be asked
     */
    public boolean[] wantNext(List<ClaimedChange> changes) {
        int[][] counts = jdbc.batchUpdate("""
                UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting', attempts = 1, fence = ?,
                  lease_owner = ?, next_attempt_at = CURRENT_TIMESTAMP + INTERVAL '15' SECOND, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND fence = ?""", changes, changes.size(), (statement, claimed) -> {
            statement.setString(1, claimed.change().operation().wire());
            statement.setString(2, names(claimed.change().changed()));
            statement.setLong(3, claimed.version());
            statement.setLong(4, claimed.fence());
            statement.setString(5, owner);
            statement.setObject(6, claimed.change().memberId());
            statement.setLong(7, claimed.fence() - 1);
        });
        boolean[] claimed = new boolean[changes.size()];
        for (int i = 0; i < claimed.length; i++) {
            claimed[i] = counts[0][i] == 1;
        }
        return claimed;
    }

    /**
     * Wants a newer version of a member that has a row already, and claims the row unless another delivery of it is
     * under way, whose settling will then find the newer version and make it due. Coalesces: a create that never arrived
     * stays a create.
     *
     * @return the fence of the claim, or 0 where another delivery is under way
     */
    public long want(ClaimedChange wanted) {
        Change change = wanted.change();
        Row row = jdbc.queryForObject("""
                SELECT operation, changed, state, fence, attempts, lease_owner,
                  CASE WHEN next_attempt_at > CURRENT_TIMESTAMP THEN TRUE ELSE FALSE END AS later
                FROM delivery WHERE member_id = ? FOR UPDATE""", DeliveryTable::row, change.memberId());
        if (row == null) {
            throw new IllegalStateException("no delivery row for member " + change.memberId());
        }
        boolean pending = !row.state.equals("delivered");
        Operation operation = pending && row.operation == Operation.CREATE ? Operation.CREATE : change.operation();
        Set<String> changed = new TreeSet<>(change.changed());
        if (pending) {
            changed.addAll(row.changed);
        }
        boolean underWay = row.leased && row.later;
        if (underWay) {
            jdbc.update(
                    "UPDATE delivery SET operation = ?, changed = ?, version = ?, modified = CURRENT_TIMESTAMP WHERE member_id = ?",
                    operation.wire(),
                    names(changed),
                    wanted.version(),
                    change.memberId());
            return 0;
        }
        jdbc.update(
                """
                UPDATE delivery SET operation = ?, changed = ?, version = ?, state = 'waiting', attempts = ?,
                  next_attempt_at = CURRENT_TIMESTAMP + INTERVAL '15' SECOND, lease_owner = ?, fence = ?,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ?""",
                operation.wire(),
                names(changed),
                wanted.version(),
                row.state.equals("waiting") ? row.attempts + 1 : 1,
                owner,
                row.fence + 1,
                change.memberId());
        return row.fence + 1;
    }

    private record Row(
            Operation operation,
            Set<String> changed,
            String state,
            long fence,
            int attempts,
            boolean leased,
            boolean later) {}

    private static Row row(ResultSet rows, int number) throws SQLException {
        return new Row(
                Operation.of(rows.getString(1)),
                readNames(rows.getString(2)),
                rows.getString(3),
                rows.getLong(4),
                rows.getInt(5),
                rows.getString(6) != null,
                rows.getBoolean(7));
    }

    /** Claims what is due: at most {@code limit} members, one delivery each. */
    List<ClaimedChange> claimDue(int limit) {
        List<ClaimedChange> claimed = transaction.execute(status -> {
            List<UUID> due = jdbc.queryForList("""
                    SELECT member_id FROM delivery WHERE next_attempt_at <= CURRENT_TIMESTAMP
                    ORDER BY next_attempt_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED""", UUID.class, limit);
            if (due.isEmpty()) {
                return List.of();
            }
            jdbc.batchUpdate("""
                    UPDATE delivery SET lease_owner = ?, fence = fence + 1, attempts = attempts + 1,
                      next_attempt_at = CURRENT_TIMESTAMP + INTERVAL '15' SECOND, modified = CURRENT_TIMESTAMP
                    WHERE member_id = ?""", due, due.size(), (statement, id) -> {
                statement.setString(1, owner);
                statement.setObject(2, id);
            });
            return due.stream().map(this::load).toList();
        });
        return claimed == null ? List.of() : claimed;
    }

    private ClaimedChange load(UUID memberId) {
        return jdbc.query(
                """
                SELECT d.operation, d.changed, d.target_id, d.version, d.fence, d.attempts,
                  m.fields, m.custom_fields, m.requested_role, m.origins
                FROM delivery d JOIN member m ON m.id = d.member_id WHERE d.member_id = ?""",
                rows -> {
                    if (!rows.next()) {
                        throw new IllegalStateException("no member for delivery " + memberId);
                    }
                    Member member = MemberJson.member(
                            rows.getString(7), rows.getString(8), rows.getString(9), rows.getString(10));
                    Change change = new Change(
                            Operation.of(rows.getString(1)),
                            memberId,
                            rows.getString(3),
                            member,
                            readNames(rows.getString(2)));
                    return new ClaimedChange(change, rows.getLong(4), rows.getLong(5), rows.getInt(6));
                },
                memberId);
    }

    /** The deliveries arrived; a row whose member changed meanwhile stays due. Stale claims settle nothing. */
    void settleDelivered(List<ClaimedChange> claimed, List<String> targetIds) {
        record Settled(ClaimedChange claim, String targetId) {}
        List<Settled> settled = new java.util.ArrayList<>(claimed.size());
        for (int i = 0; i < claimed.size(); i++) {
            settled.add(new Settled(claimed.get(i), targetIds.get(i)));
        }
        jdbc.batchUpdate("""
                UPDATE delivery SET delivered_version = ?, target_id = ?, lease_owner = NULL, last_error = NULL, attempts = 0,
                  state = CASE WHEN version = ? THEN 'delivered' ELSE 'waiting' END,
                  operation = CASE WHEN version <> ? AND operation = 'create' THEN 'update' ELSE operation END,
                  next_attempt_at = CASE WHEN version = ? THEN NULL ELSE CURRENT_TIMESTAMP END,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ?""", settled, settled.size(), (statement, item) -> {
            long version = item.claim().version();
            statement.setLong(1, version);
            statement.setString(2, item.targetId());
            statement.setLong(3, version);
            statement.setLong(4, version);
            statement.setLong(5, version);
            statement.setObject(6, item.claim().change().memberId());
            statement.setLong(7, item.claim().fence());
        });
    }

    /** It did not work and may later: the row is due again after {@code backOff}. */
    void settleLater(ClaimedChange claimed, Duration backOff, String error) {
        jdbc.update("""
                UPDATE delivery SET state = 'waiting', lease_owner = NULL, last_error = ?,
                  next_attempt_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ?""", error, (int) backOff.toSeconds(), claimed.change().memberId(), claimed.fence());
    }

    /** It rests until a person, or the member's next change, revives it. A newer change than this one stays due. */
    public void settleDead(ClaimedChange claimed, String error) {
        jdbc.update(
                """
                UPDATE delivery SET lease_owner = NULL, last_error = ?, modified = CURRENT_TIMESTAMP,
                  state = CASE WHEN version = ? THEN 'dead' ELSE 'waiting' END,
                  next_attempt_at = CASE WHEN version = ? THEN NULL ELSE CURRENT_TIMESTAMP END
                WHERE member_id = ? AND fence = ?""",
                error,
                claimed.version(),
                claimed.version(),
                claimed.change().memberId(),
                claimed.fence());
    }

    /** Makes what a process before this one had claimed due at once: for the embedded database, which has one process at a time. */
    void releaseLeases() {
        jdbc.update(
                "UPDATE delivery SET lease_owner = NULL, next_attempt_at = CURRENT_TIMESTAMP WHERE lease_owner <> ?",
                owner);
    }

    /** Whether the database is the embedded one, which a single process has open. */
    boolean isEmbedded() {
        return Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>)
                connection -> connection.getMetaData().getURL().startsWith("jdbc:h2:file:")));
    }

    /** How many deliveries wait. Uses {@code delivery_state}. */
    public long waiting() {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'", Long.class);
        return count == null ? 0 : count;
    }

    /** Makes a dead or waiting delivery due now. */
    public boolean retry(UUID memberId) {
        return jdbc.update("""
                UPDATE delivery SET state = 'waiting', attempts = 0, next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state IN ('dead', 'waiting') AND lease_owner IS NULL""", memberId) == 1;
    }

    /** Gives up a dead or waiting delivery; the member's next change is delivered with all fields. */
    public boolean discard(UUID memberId) {
        return jdbc.update("""
                UPDATE delivery SET state = 'discarded', next_attempt_at = NULL, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state IN ('dead', 'waiting') AND lease_owner IS NULL""", memberId) == 1;
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
