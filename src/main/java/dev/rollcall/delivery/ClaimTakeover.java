package dev.rollcall.delivery;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what processes had claimed which are no more due at once; what they did with it is in doubt. */
@Component
final class ClaimTakeover {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Replicas replicas;

    ClaimTakeover(JdbcTemplate jdbc, TransactionTemplate transaction, Replicas replicas) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.replicas = replicas;
    }

    /** From processes that fell silent. */
    void fromSilent() {
        for (String silent : replicas.silent()) {
            transaction.executeWithoutResult(status -> {
                if (replicas.isSilent(silent)) {
                    giveBack(silent, true);
                    if (left(silent) == 0) {
                        replicas.forget(silent);
                    }
                }
            });
        }
    }

    /** From this process as it was before its last {@linkplain Replicas#renew renewal}. */
    void fromFormerSelf(String former) {
        transaction.executeWithoutResult(status -> {
            giveBack(former, true);
            replicas.forget(former);
        });
    }

    /** From all before this one: for the embedded database, which has one process at a time. */
    void fromAll() {
        transaction.executeWithoutResult(status -> giveBack(replicas.id(), false));
    }

    /**
     * The fence rises, so that the former owner, should it wake up, settles nothing. Rows that it keeps locked in its sleep
     * are left for later: nobody may wait for it. Uses {@code delivery_due}.
     */
    private void giveBack(String owner, boolean itsOwn) {
        List<UUID> claimed = jdbc.queryForList("""
                SELECT member_id FROM delivery
                WHERE next_attempt_at > CURRENT_TIMESTAMP AND next_attempt_at <= CURRENT_TIMESTAMP + INTERVAL '60' SECOND
                  AND lease_owner IS NOT NULL AND (lease_owner = ?) = CAST(? AS BOOLEAN) FOR UPDATE SKIP LOCKED""", UUID.class, owner, itsOwn);
        if (!claimed.isEmpty()) {
            jdbc.batchUpdate("""
                    UPDATE delivery SET lease_owner = NULL, look_up = TRUE, fence = fence + 1, next_attempt_at = CURRENT_TIMESTAMP,
                      waiting_since = COALESCE(waiting_since, modified), modified = CURRENT_TIMESTAMP
                    WHERE member_id = ?""", claimed, claimed.size(), (statement, id) -> statement.setObject(1, id));
        }
    }

    private long left(String owner) {
        Long left = jdbc.queryForObject("""
                SELECT COUNT(*) FROM delivery WHERE next_attempt_at > CURRENT_TIMESTAMP
                  AND next_attempt_at <= CURRENT_TIMESTAMP + INTERVAL '60' SECOND AND lease_owner = ?""", Long.class, owner);
        return left == null ? 0 : left;
    }
}
