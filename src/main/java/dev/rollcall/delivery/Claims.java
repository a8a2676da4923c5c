package dev.rollcall.delivery;

import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may deliver a member: a claim names its owner, ends with its lease and has a number, the fence, without which nothing
 * is settled. Nobody claims for another asset system than the rows' ids are of. All times are the database's. Relies on the index {@code delivery_due} and the primary key.
 */
@Component
class Claims {
    private static final String DUE = """
            SELECT member_id, operation, changed, target_id, version, fence, attempts, look_up OR lease_owner IS NOT NULL, tried_as
            FROM delivery WHERE next_attempt_at <= CURRENT_TIMESTAMP
              AND EXISTS (SELECT 1 FROM delivery_account WHERE account = ?)""";

    /** So many times its own rows a worker looks at, as some may be locked by the other three. */
    private static final int WITH_THOSE_OF_OTHERS = 4;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Replicas replicas;
    private final DeliveryTarget target;
    private volatile @Nullable Boolean h2;

    Claims(JdbcTemplate jdbc, TransactionTemplate transaction, Replicas replicas, DeliveryTarget target) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.replicas = replicas;
        this.target = target;
    }

    /** A row of the queue as it was before it was claimed. */
    private record Due(
            UUID memberId,
            Operation operation,
            String changed,
            @Nullable String targetId,
            long version,
            long fence,
            int attempts,
            boolean inDoubt,
            @Nullable String triedAs) {}

    /** Claims what is due, the longest due first: at most {@code limit} members, one delivery each. */
    List<ClaimedChange> due(int limit) {
        List<ClaimedChange> claimed = transaction.execute(status -> {
            List<Due> due = lock(limit);
            if (due.isEmpty()) {
                return List.of();
            }
            claim(due);
            return claimed(due, 1);
        });
        return claimed == null ? List.of() : claimed;
    }

    /** The same for whoever delivers and settles in the transaction that it calls from: its locks are claim enough. */
    List<ClaimedChange> locked(int limit) {
        return claimed(lock(limit), 0);
    }

    /** Rows that another process has just claimed are skipped; outside of a transaction they would not be. */
    private List<Due> lock(int limit) {
        return isH2()
                ? lockOneByOne(limit)
                : jdbc.query(
                        DUE + " ORDER BY next_attempt_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED",
                        Claims::due,
                        target.account(),
                        limit);
    }

    /** H2 sorts and locks everything that is due before it counts rows off. So they are found first, and locked by key. */
    private List<Due> lockOneByOne(int limit) {
        List<UUID> found = jdbc.queryForList("""
                SELECT member_id FROM delivery WHERE next_attempt_at <= CURRENT_TIMESTAMP
                ORDER BY next_attempt_at FETCH FIRST ? ROWS ONLY""", UUID.class, limit * WITH_THOSE_OF_OTHERS);
        List<Due> locked = new ArrayList<>(limit);
        for (int i = 0; i < found.size() && locked.size() < limit; i++) {
            locked.addAll(jdbc.query(
                    DUE + " AND member_id = ? FOR UPDATE SKIP LOCKED", Claims::due, target.account(), found.get(i)));
        }
        return locked;
    }

    private boolean isH2() {
        Boolean known = h2;
        if (known == null) {
            known = url().startsWith("jdbc:h2:");
            h2 = known;
        }
        return known;
    }

    private void claim(List<Due> due) {
        jdbc.batchUpdate("""
                UPDATE delivery SET look_up = ?, lease_owner = ?, fence = fence + 1, attempts = attempts + 1,
                  waiting_since = COALESCE(waiting_since, modified), modified = CURRENT_TIMESTAMP,
                  next_attempt_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND
                WHERE member_id = ?""", due, due.size(), (statement, row) -> {
            statement.setBoolean(1, row.inDoubt);
            statement.setString(2, replicas.id());
            statement.setInt(3, (int) target.lease().toSeconds());
            statement.setObject(4, row.memberId);
        });
    }

    private static Due due(ResultSet rows, int number) throws SQLException {
        return new Due(
                rows.getObject(1, UUID.class),
                Operation.of(rows.getString(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getInt(7),
                rows.getBoolean(8),
                rows.getString(9));
    }

    private List<ClaimedChange> claimed(List<Due> due, int more) {
        if (due.isEmpty()) {
            return List.of();
        }
        Map<UUID, Member> members = members(due.stream().map(Due::memberId).toList());
        return due.stream()
                .map(row -> claimed(row, members.get(row.memberId), more))
                .toList();
    }

    private static ClaimedChange claimed(Due row, @Nullable Member member, int more) {
        if (member == null) {
            throw new IllegalStateException("no member for delivery " + row.memberId);
        }
        Change change = new Change(
                row.operation,
                row.memberId,
                row.targetId,
                member,
                ChangedNames.read(row.changed),
                row.inDoubt,
                row.triedAs);
        return new ClaimedChange(change, row.version, row.fence + more, row.attempts + more);
    }

    private Map<UUID, Member> members(List<UUID> ids) {
        Map<UUID, Member> members = new HashMap<>();
        jdbc.query(byIds("""
                        SELECT m.id, m.fields, m.custom_fields, m.requested_role, m.origins
                        FROM unnest(?) AS asked(it) JOIN member m ON m.id = asked.it""", ids), rows -> {
            members.put(
                    rows.getObject(1, UUID.class),
                    MemberJson.member(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)));
        });
        return members;
    }

    /** How long claims last still, by member; those that were lost are absent. */
    Map<UUID, Duration> remaining(Collection<ClaimedChange> claims) {
        Map<UUID, Long> fences = new HashMap<>();
        claims.forEach(claim -> fences.put(claim.change().memberId(), claim.fence()));
        Map<UUID, Duration> remaining = new HashMap<>();
        jdbc.query(byIds("""
                        SELECT d.member_id, d.fence,
                          CAST(EXTRACT(EPOCH FROM (d.next_attempt_at - CURRENT_TIMESTAMP)) * 1000 AS BIGINT)
                        FROM unnest(?) AS asked(it) JOIN delivery d ON d.member_id = asked.it
                        WHERE d.lease_owner IS NOT NULL AND d.next_attempt_at > CURRENT_TIMESTAMP
                          AND EXISTS (SELECT 1 FROM delivery_account WHERE account = ?)""", fences.keySet(), target.account()), rows -> {
            UUID member = rows.getObject(1, UUID.class);
            Long fence = fences.get(member);
            if (fence != null && fence == rows.getLong(2)) {
                remaining.put(member, Duration.ofMillis(rows.getLong(3)));
            }
        });
        return remaining;
    }

    private static PreparedStatementCreator byIds(String sql, Collection<UUID> ids, String... values) {
        return connection -> {
            var statement = connection.prepareStatement(sql);
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 2, values[i]);
            }
            return statement;
        };
    }

    /** Whether the database is the embedded one, which a single process has open. */
    boolean isEmbedded() {
        return url().startsWith("jdbc:h2:file:");
    }

    private String url() {
        return String.valueOf(jdbc.execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getURL()));
    }
}
