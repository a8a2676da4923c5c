package dev.rollcall.delivery;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whose ids the queue's rows hold. Another asset system, or another account of the same one, has other people under the same
 * ids: before anything is sent to it, the ids are put aside, and those that are known there are taken out again. Claims that
 * were made before are lost by it.
 */
@Component
final class TargetIds {
    private static final Logger LOG = LoggerFactory.getLogger(TargetIds.class);
    private static final int PAGE = 5_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final DeliveryTarget target;
    private volatile String followed = "";

    TargetIds(JdbcTemplate jdbc, TransactionTemplate transaction, DeliveryTarget target) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.target = target;
    }

    /** Whether the rows' ids are those of the target that the settings name; asks nobody. */
    boolean fit() {
        return followed.equals(target.account());
    }

    /** Makes the rows' ids those of the target that the settings name. */
    void follow() {
        String account = target.account();
        if (!account.equals(followed)) {
            begin(account);
            transaction.executeWithoutResult(status -> follow(account));
            followed = account;
        }
    }

    /** Ids that were there before anybody asked whose they are belong to the first target that does. */
    private void begin(String account) {
        if (jdbc.queryForList("SELECT account FROM delivery_account", String.class)
                .isEmpty()) {
            try {
                jdbc.update("INSERT INTO delivery_account (id, account) VALUES (1, ?)", account);
            } catch (DuplicateKeyException e) {
                // Another replica was faster.
            }
        }
    }

    private void follow(String account) {
        String held = jdbc.queryForObject("SELECT account FROM delivery_account WHERE id = 1 FOR UPDATE", String.class);
        if (held != null && !held.equals(account)) {
            loseClaims();
            int aside = putAside(held);
            int known = takeOut(account);
            jdbc.update("UPDATE delivery_account SET account = ? WHERE id = 1", account);
            LOG.warn(
                    "Deliveries go to '{}' and no longer to '{}': {} ids are put aside, {} are known there",
                    account,
                    held,
                    aside,
                    known);
        }
    }

    private void loseClaims() {
        jdbc.update("""
                UPDATE delivery SET fence = fence + 1, lease_owner = NULL, tried_as = NULL,
                  next_attempt_at = CASE WHEN state = 'waiting' THEN CURRENT_TIMESTAMP END
                WHERE lease_owner IS NOT NULL OR tried_as IS NOT NULL""");
    }

    private int putAside(String account) {
        int moved = 0;
        List<UUID> page = page("SELECT member_id FROM delivery WHERE target_id IS NOT NULL");
        while (!page.isEmpty()) {
            each(page, """
                    INSERT INTO former_target_id (member_id, account, target_id)
                    SELECT member_id, ?, target_id FROM delivery WHERE member_id = ?""", account);
            each(page, "UPDATE delivery SET target_id = NULL, fence = fence + 1 WHERE member_id = ?");
            moved += page.size();
            page = page("SELECT member_id FROM delivery WHERE target_id IS NOT NULL");
        }
        return moved;
    }

    private int takeOut(String account) {
        int moved = 0;
        List<UUID> page = page("SELECT member_id FROM former_target_id WHERE account = ?", account);
        while (!page.isEmpty()) {
            each(page, """
                    UPDATE delivery SET target_id =
                      (SELECT f.target_id FROM former_target_id f WHERE f.account = ? AND f.member_id = delivery.member_id)
                    WHERE member_id = ?""", account);
            each(page, "DELETE FROM former_target_id WHERE account = ? AND member_id = ?", account);
            moved += page.size();
            page = page("SELECT member_id FROM former_target_id WHERE account = ?", account);
        }
        return moved;
    }

    private List<UUID> page(String sql, Object... values) {
        return jdbc.queryForList(sql + " FETCH FIRST " + PAGE + " ROWS ONLY", UUID.class, values);
    }

    /** For each member a statement whose values are {@code first} and the member. */
    private void each(List<UUID> members, String sql, String... first) {
        jdbc.batchUpdate(sql, members, members.size(), (statement, member) -> {
            for (int i = 0; i < first.length; i++) {
                statement.setString(i + 1, first[i]);
            }
            statement.setObject(first.length + 1, member);
        });
    }
}
