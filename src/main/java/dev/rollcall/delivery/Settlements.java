package dev.rollcall.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What came of deliveries, written into the queue. A claim that was lost settles nothing; by primary key. */
@Component
public class Settlements {
    private final JdbcTemplate jdbc;

    Settlements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The deliveries arrived; a row whose member changed meanwhile stays due.
     *
     * @return for each claim whether it still held
     */
    public boolean[] delivered(List<ClaimedChange> claimed, List<String> targetIds) {
        record Settled(ClaimedChange claim, String targetId) {}
        List<Settled> settled = new ArrayList<>(claimed.size());
        for (int i = 0; i < claimed.size(); i++) {
            settled.add(new Settled(claimed.get(i), targetIds.get(i)));
        }
        return DeliveryTable.changed(jdbc.batchUpdate("""
                UPDATE delivery SET delivered_version = ?, target_id = ?, lease_owner = NULL, last_error = NULL, attempts = 0,
                  look_up = FALSE, tried_as = NULL, state = CASE WHEN version = ? THEN 'delivered' ELSE 'waiting' END,
                  operation = CASE WHEN version <> ? AND operation = 'create' THEN 'update' ELSE operation END,
                  next_attempt_at = CASE WHEN version = ? THEN NULL ELSE CURRENT_TIMESTAMP END,
                  waiting_since = NULL, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ?""", settled, settled.size(), (statement, item) -> {
            long version = item.claim().version();
            statement.setLong(1, version);
            statement.setString(2, item.targetId());
            statement.setLong(3, version);
            statement.setLong(4, version);
            statement.setLong(5, version);
            statement.setObject(6, item.claim().change().memberId());
            statement.setLong(7, item.claim().fence());
        }));
    }

    /**
     * It did not work, which used up an attempt: the row is due again after {@code backOff}.
     *
     * @return whether the claim still held
     */
    boolean later(ClaimedChange claimed, Duration backOff, String error, boolean inDoubt) {
        return again(claimed, 0, backOff, error, inDoubt);
    }

    /**
     * It did not work, for no fault of the change: the row is due again after {@code wait} with the attempts it had.
     *
     * @return whether the claim still held
     */
    boolean unused(ClaimedChange claimed, Duration wait, String error, boolean inDoubt) {
        return again(claimed, 1, wait, error, inDoubt);
    }

    private boolean again(ClaimedChange claimed, int unused, Duration wait, String error, boolean inDoubt) {
        return jdbc.update(
                        """
                UPDATE delivery SET state = 'waiting', lease_owner = NULL, last_error = ?, attempts = attempts - CAST(? AS INTEGER),
                  look_up = look_up OR CAST(? AS BOOLEAN), waiting_since = COALESCE(waiting_since, modified),
                  next_attempt_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '0.001' SECOND, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ?""",
                        error,
                        unused,
                        inDoubt,
                        (int) wait.toMillis(),
                        claimed.change().memberId(),
                        claimed.fence())
                == 1;
    }

    /** It was not tried: the rows are due at once, as they were. */
    void untried(List<ClaimedChange> claims) {
        jdbc.batchUpdate("""
                UPDATE delivery SET lease_owner = NULL, attempts = attempts - 1, waiting_since = COALESCE(waiting_since, modified),
                  next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ?""", claims, claims.size(), (statement, claim) -> {
            statement.setObject(1, claim.change().memberId());
            statement.setLong(2, claim.fence());
        });
    }

    /** It is not known what came of it, as it could not be settled when it ended: due at once, after a look. */
    void inDoubt(List<ClaimedChange> claims) {
        jdbc.batchUpdate("""
                UPDATE delivery SET lease_owner = NULL, look_up = TRUE, fence = fence + 1,
                  waiting_since = COALESCE(waiting_since, modified), next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND fence = ? AND lease_owner IS NOT NULL""", claims, claims.size(), (statement, claim) -> {
            statement.setObject(1, claim.change().memberId());
            statement.setLong(2, claim.fence());
        });
    }

    /**
     * It rests until a person, or the member's next change, revives it. A newer change than this one stays due.
     *
     * @return whether the claim still held
     */
    public boolean dead(ClaimedChange claimed, String error) {
        return jdbc.update(
                        """
                UPDATE delivery SET lease_owner = NULL, last_error = ?, modified = CURRENT_TIMESTAMP,
                  waiting_since = COALESCE(waiting_since, modified),
                  state = CASE WHEN version = ? THEN 'dead' ELSE 'waiting' END,
                  next_attempt_at = CASE WHEN version = ? THEN NULL ELSE CURRENT_TIMESTAMP END
                WHERE member_id = ? AND fence = ?""",
                        error,
                        claimed.version(),
                        claimed.version(),
                        claimed.change().memberId(),
                        claimed.fence())
                == 1;
    }

    /** Whether the member's delivery rests: the newest change that is wanted of it is given up. */
    public boolean isDead(UUID memberId) {
        return !jdbc.queryForList(
                        "SELECT member_id FROM delivery WHERE member_id = ? AND state = 'dead'", UUID.class, memberId)
                .isEmpty();
    }
}
