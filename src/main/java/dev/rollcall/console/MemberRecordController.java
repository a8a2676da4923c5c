package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows the record that a member was made of, as its source sent it. */
@RestController
final class MemberRecordController {
    /** By source_record_member. */
    private static final String RECORD = """
            SELECT r.id, r.source_id, r.document, r.active, r.version, r.created, r.modified
            FROM source_record r JOIN member m ON m.id = r.member_id AND m.source_id = r.source_id
            WHERE r.member_id = ? AND r.source_id <> '~'
            """;

    private final JdbcTemplate jdbc;
    private final MemberQuery members;

    MemberRecordController(JdbcTemplate jdbc, MemberQuery members) {
        this.jdbc = jdbc;
        this.members = members;
    }

    /** A source record: the document in the source's own shape. */
    record SourceRecordView(
            UUID id,
            String source,
            JsonNode document,
            boolean active,
            long version,
            @Nullable Instant created,
            @Nullable Instant modified) {}

    @GetMapping("/api/members/{id}/record")
    SourceRecordView record(@PathVariable String id) {
        UUID member = members.known(id).id();
        SourceRecordView found = find(member);
        if (found == null) {
            throw ApiRefusal.notFound("No source has a record of this member now.");
        }
        return found;
    }

    @Nullable
    SourceRecordView find(UUID member) {
        return jdbc
                .query(
                        RECORD,
                        (row, number) -> new SourceRecordView(
                                row.getObject("id", UUID.class),
                                row.getString("source_id"),
                                Rows.json(row, "document"),
                                row.getBoolean("active"),
                                row.getLong("version"),
                                Rows.instant(row, "created"),
                                Rows.instant(row, "modified")),
                        member)
                .stream()
                .findFirst()
                .orElse(null);
    }
}
