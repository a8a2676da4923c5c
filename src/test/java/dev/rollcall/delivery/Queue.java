package dev.rollcall.delivery;

import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One replica's view of the queue, without the rest of Rollcall. */
final class Queue {
    final JdbcTemplate jdbc;
    final Replicas replicas;
    final DeliveryTable table;
    final Claims claims;
    final ClaimTakeover takeover;
    final Settlements settlements;
    final Redelivery redelivery;
    final TargetTable targets;
    final DeliveryTarget target;
    final Gate gate;
    final TargetIds ids;

    Queue(DataSource database, String route) {
        jdbc = new JdbcTemplate(database);
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(database);
        RollcallSettings settings = SettingsOf.map(Map.of("delivery", Map.of("route", route)));
        target = new DeliveryTarget(() -> settings);
        replicas = new Replicas(jdbc);
        table = new DeliveryTable(jdbc, replicas, target);
        claims = new Claims(jdbc, new TransactionTemplate(transactions), replicas, target);
        takeover = new ClaimTakeover(jdbc, new TransactionTemplate(transactions), replicas);
        settlements = new Settlements(jdbc);
        redelivery = new Redelivery(jdbc);
        targets = new TargetTable(jdbc, transactions);
        ids = new TargetIds(jdbc, new TransactionTemplate(transactions), target);
        ids.follow();
        gate = new Gate(targets, target, ids);
        replicas.beat();
    }

    /** A new member whose change waits for a worker. */
    ClaimedChange waiting() {
        ClaimedChange wanted = member();
        table.insertWaiting(List.of(wanted));
        return wanted;
    }

    /** A new member whose change this replica has claimed with its record. */
    ClaimedChange claimed() {
        ClaimedChange wanted = member();
        table.insertClaimed(List.of(wanted));
        return wanted;
    }

    private ClaimedChange member() {
        UUID id = UUID.randomUUID();
        jdbc.update(
                "INSERT INTO member (id, source_id, status, fields, custom_fields, origins, version, created, modified)"
                        + " VALUES (?, 'bench', 'active', '{\"email\":\"e\"}', '{}', '{}', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                id);
        return wanted(id, Operation.CREATE, 1, 1, "email");
    }

    static ClaimedChange wanted(UUID id, Operation operation, long version, long fence, String changed) {
        Member member = new Member(Map.of("email", "e"), Map.of(), null, Map.of());
        return new ClaimedChange(new Change(operation, id, null, member, Set.of(changed)), version, fence, 1);
    }

    /** The row of a member. */
    Map<String, Object> row(ClaimedChange claim) {
        return jdbc.queryForMap(
                "SELECT * FROM delivery WHERE member_id = ?", claim.change().memberId());
    }

    /** The member's claim is as old as if its owner had slept for a minute. */
    void letLeaseEnd(ClaimedChange claim) {
        jdbc.update(
                "UPDATE delivery SET next_attempt_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE member_id = ?",
                claim.change().memberId());
    }
}
