package dev.rollcall.delivery;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Sets rows of the queue right where a member is changed in another way than by a delivery: to be called in the transaction
 * that changes it.
 */
@Component
public class DeliveryCorrections {
    private final JdbcTemplate jdbc;

    DeliveryCorrections(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The member is read from the asset system, which has its next version already, and nothing is on its way. */
    public void arrived(UUID memberId) {
        jdbc.update(
                "UPDATE delivery SET version = version + 1, delivered_version = delivered_version + 1 WHERE member_id = ? AND state = 'delivered'",
                memberId);
    }

    /**
     * Each member's next version is nothing new to the asset system; a delivery on its way finds the newer version and
     * arrives once more.
     */
    public void sameAgain(List<UUID> memberIds) {
        if (!memberIds.isEmpty()) {
            jdbc.batchUpdate("""
                    UPDATE delivery SET version = version + 1,
                      delivered_version = CASE WHEN state = 'delivered' THEN delivered_version + 1 ELSE delivered_version END
                    WHERE member_id = ?""", memberIds, memberIds.size(), (statement, id) -> statement.setObject(1, id));
        }
    }

    /** Whether the claim is of the newest version still; where a newer one is wanted, that is due now. Locks the row. */
    public boolean isNewest(ClaimedChange claimed) {
        UUID memberId = claimed.change().memberId();
        List<Long> versions = jdbc.queryForList(
                "SELECT version FROM delivery WHERE member_id = ? AND fence = ? FOR UPDATE",
                Long.class,
                memberId,
                claimed.fence());
        if (versions.isEmpty()) {
            return false;
        }
        if (versions.get(0) == claimed.version()) {
            return true;
        }
        jdbc.update(
                "UPDATE delivery SET lease_owner = NULL, next_attempt_at = CURRENT_TIMESTAMP WHERE member_id = ?",
                memberId);
        return false;
    }

    /** The member is as it was in {@code before}, by the name of {@code version}: delivered, if that had arrived. */
    public void putBack(UUID memberId, long before, long version) {
        jdbc.update("""
                UPDATE delivery SET version = ?, lease_owner = NULL,
                  state = CASE WHEN delivered_version = ? THEN 'delivered' ELSE 'waiting' END,
                  next_attempt_at = CASE WHEN delivered_version = ? THEN NULL ELSE CURRENT_TIMESTAMP END,
                  delivered_version = CASE WHEN delivered_version = ? THEN ? ELSE delivered_version END,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ?""", version, before, before, before, version, memberId);
    }

    /** Nothing is to be delivered of the member any more. */
    public void remove(UUID memberId) {
        jdbc.update("DELETE FROM delivery WHERE member_id = ?", memberId);
    }
}
