package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who changed what, the newest first. */
@RestController
final class AuditController {
    /** By audit_at; the id tells apart what happened in the same millisecond. */
    private static final String ENTRIES = """
            SELECT id, at, actor, action, subject, detail FROM audit
            WHERE at <= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC FETCH FIRST ? ROWS ONLY
            """;

    private final JdbcTemplate jdbc;

    AuditController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Schema(name = "AuditEntry")
    record Entry(UUID id, Instant at, String actor, String action, String subject, JsonNode detail) {
        String cursor() {
            return at.toEpochMilli() + "_" + id;
        }
    }

    record Entries(List<Entry> audit, @Nullable String nextCursor) {}

    @GetMapping("/api/audit")
    Entries find(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Page.limit(limit);
        Cursor from = Cursor.of(cursor);
        List<Entry> found = jdbc.query(
                ENTRIES,
                (row, number) -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        Rows.json(row, "detail")),
                Timestamp.from(from.at()),
                Timestamp.from(from.at()),
                from.id(),
                most + 1);
        Page<Entry> page = Page.of(found, most, Entry::cursor);
        return new Entries(page.rows(), page.nextCursor());
    }

    /** The entry after which the page begins. */
    private record Cursor(Instant at, UUID id) {
        private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

        static Cursor of(@Nullable String text) {
            if (text == null || text.isEmpty()) {
                return new Cursor(END, Page.START);
            }
            int split = text.indexOf('_');
            Optional<UUID> id = Page.id(text.substring(split + 1));
            try {
                if (split > 0 && id.isPresent()) {
                    return new Cursor(Instant.ofEpochMilli(Long.parseLong(text.substring(0, split))), id.get());
                }
            } catch (NumberFormatException | DateTimeException e) {
                // Told below together with the other forms that are not ours.
            }
            throw ApiRefusal.badRequest("The parameter 'cursor' is none of ours. Take nextCursor of the page before.");
        }
    }
}
