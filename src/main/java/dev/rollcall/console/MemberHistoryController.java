package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.source.StoredRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows every change of a member, the newest first. */
@RestController
final class MemberHistoryController {
    /** By the primary key (member_id, version). */
    private static final String CHANGES = """
            SELECT h.version, h.at, h.source_id, h.actor, h.run_id, h.operation, h.before, h.after,
                   COALESCE(d.delivered_version, 0) >= h.version AS delivered
            FROM member_history h LEFT JOIN delivery d ON d.member_id = h.member_id
            WHERE h.member_id = ? AND h.version < ? ORDER BY h.version DESC FETCH FIRST ? ROWS ONLY
            """;

    private final JdbcTemplate jdbc;
    private final MemberQuery members;

    MemberHistoryController(JdbcTemplate jdbc, MemberQuery members) {
        this.jdbc = jdbc;
        this.members = members;
    }

    /**
     * A change.
     *
     * @param source null for members that no source owned
     * @param run the run that made it; null for pushes and changes by hand
     * @param before the fields that differ, as they were; null for the first
     * @param after the same fields, as they became
     */
    @Schema(name = "HistoryEntry")
    record Entry(
            long version,
            @Nullable Instant at,
            @Nullable String source,
            @Nullable String actor,
            @Nullable UUID run,
            String operation,
            JsonNode before,
            JsonNode after,
            boolean delivered) {}

    record History(List<Entry> history, @Nullable String nextCursor) {}

    @GetMapping("/api/members/{id}/history")
    History history(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        UUID member = members.known(id).id();
        int most = Page.limit(limit);
        List<Entry> found = jdbc.query(
                CHANGES,
                (row, number) -> new Entry(
                        row.getLong("version"),
                        Rows.instant(row, "at"),
                        StoredRecord.UNOWNED.equals(row.getString("source_id")) ? null : row.getString("source_id"),
                        row.getString("actor"),
                        row.getObject("run_id", UUID.class),
                        row.getString("operation"),
                        Rows.json(row, "before"),
                        Rows.json(row, "after"),
                        row.getBoolean("delivered")),
                member,
                cursor == null ? Long.MAX_VALUE : cursor,
                most + 1);
        Page<Entry> page = Page.of(found, most, entry -> Long.toString(entry.version()));
        return new History(page.rows(), page.nextCursor());
    }
}
