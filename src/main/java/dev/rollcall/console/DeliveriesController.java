package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the changes on their way to the asset system. A delivery has its member's id, as each member has one at most. */
@RestController
final class DeliveriesController {
    private static final String SELECT = """
            SELECT member_id, operation, changed, version, delivered_version, state, attempts, next_attempt_at,
                   last_error, created, modified FROM delivery
            """;

    private final JdbcTemplate jdbc;

    DeliveriesController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A delivery.
     *
     * @param changed names of the fields that differ from what the target has
     * @param version the member's version that is wanted in the target
     * @param deliveredVersion the version that the target has; 0 none
     * @param state waiting, delivered, dead or discarded
     */
    record Delivery(
            UUID id,
            UUID memberId,
            String operation,
            JsonNode changed,
            long version,
            long deliveredVersion,
            String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            @Nullable Instant created,
            @Nullable Instant modified) {}

    record Deliveries(List<Delivery> deliveries, @Nullable String nextCursor) {}

    /** Lists deliveries in the order of their members' ids; by delivery_state or the primary key. */
    @GetMapping("/api/deliveries")
    Deliveries find(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page.oneOf("state", state, "waiting", "delivered", "dead", "discarded");
        int most = Page.limit(limit);
        Where where = new Where().andIf("state = ?", state).and("member_id > ?", Page.after(cursor));
        List<Delivery> found = jdbc.query(
                SELECT + where.sql() + (state == null || state.isEmpty() ? " ORDER BY " : " ORDER BY state, ")
                        + "member_id FETCH FIRST ? ROWS ONLY",
                DeliveriesController::delivery,
                where.values(most + 1));
        Page<Delivery> page = Page.of(found, most, delivery -> delivery.id().toString());
        return new Deliveries(page.rows(), page.nextCursor());
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        UUID member = row.getObject("member_id", UUID.class);
        return new Delivery(
                member,
                member,
                row.getString("operation"),
                Rows.json(row, "changed"),
                row.getLong("version"),
                row.getLong("delivered_version"),
                row.getString("state"),
                row.getInt("attempts"),
                Rows.instant(row, "next_attempt_at"),
                row.getString("last_error"),
                Rows.instant(row, "created"),
                Rows.instant(row, "modified"));
    }
}
