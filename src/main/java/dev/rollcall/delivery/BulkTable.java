package dev.rollcall.delivery;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The queue's rows of changes that arrive in the transaction that records them: in batches, and never claimed. */
@Component
final class BulkTable {
    private final JdbcTemplate jdbc;

    BulkTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes rows for new members which the asset system has got already, in this transaction: nothing differs any more. */
    void insertArrived(List<ClaimedChange> changes, List<String> targetIds) {
        record Arrived(ClaimedChange claimed, String targetId) {}
        List<Arrived> rows = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            rows.add(new Arrived(changes.get(i), targetIds.get(i)));
        }
        jdbc.batchUpdate("""
                INSERT INTO delivery (member_id, operation, changed, version, delivered_version, target_id, state, attempts,
                  fence, created, modified)
                VALUES (?, ?, '[]', ?, ?, ?, 'delivered', 0, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)""", rows, rows.size(), (statement, row) -> {
            Change change = row.claimed().change();
            statement.setObject(1, change.memberId());
            statement.setString(2, change.operation().wire());
            statement.setLong(3, row.claimed().version());
            statement.setLong(4, row.claimed().version());
            statement.setString(5, row.targetId());
        });
    }

    /**
     * Notes newer versions as delivered, for members whose last change has arrived, and which were read after it had (see
     * {@link DeliveryTable#wantNext}); the row's lock keeps workers away until the transaction ends.
     *
     * @return for each change whether its row was as expected
     */
    boolean[] arrive(List<ClaimedChange> changes) {
        if (changes.isEmpty()) {
            return new boolean[0];
        }
        return DeliveryTable.changed(jdbc.batchUpdate("""
                UPDATE delivery SET operation = ?, changed = ?, version = ?, delivered_version = ?, fence = fence + 1,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND fence = ? AND target_id = ?""", changes, changes.size(), (statement, claimed) -> {
            statement.setString(1, claimed.change().operation().wire());
            statement.setString(2, ChangedNames.write(claimed.change().changed()));
            statement.setLong(3, claimed.version());
            statement.setLong(4, claimed.version());
            statement.setObject(5, claimed.change().memberId());
            statement.setLong(6, claimed.fence() - 1);
            statement.setString(7, claimed.change().targetId());
        }));
    }
}
