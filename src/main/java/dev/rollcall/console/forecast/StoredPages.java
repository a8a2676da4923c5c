package dev.rollcall.console.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.DocumentJson;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads stored users page by page, with the index source_record_page. */
@Component
final class StoredPages {
    private static final UUID NONE = new UUID(0, 0);

    private final JdbcTemplate jdbc;

    StoredPages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A user as the source gave it, and its member as it is. */
    record User(UUID recordId, ObjectNode document, boolean active, UUID memberId, Member member) {}

    /** A user that was refused. */
    record Kept(String userName, ObjectNode document) {}

    long count(String source) {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM source_record WHERE source_id = ?", Long.class, source);
        return count == null ? 0 : count;
    }

    UUID first(String source) {
        return edge("SELECT id FROM source_record WHERE source_id = ? ORDER BY source_id, id", source);
    }

    UUID last(String source) {
        return edge("SELECT id FROM source_record WHERE source_id = ? ORDER BY source_id DESC, id DESC", source);
    }

    private UUID edge(String sql, String source) {
        return jdbc
                .query(sql + " FETCH FIRST 1 ROWS ONLY", (row, number) -> row.getObject(1, UUID.class), source)
                .stream()
                .findFirst()
                .orElse(NONE);
    }

    List<User> after(String source, UUID id, int most) {
        return jdbc.query(
                """
                SELECT r.id, r.document, r.active, m.id, m.fields, m.custom_fields, m.requested_role, m.origins
                FROM source_record r JOIN member m ON m.id = r.member_id
                WHERE r.source_id = ? AND r.id > ? ORDER BY r.source_id, r.id FETCH FIRST ? ROWS ONLY""",
                (row, number) -> new User(
                        row.getObject(1, UUID.class),
                        read(row.getString(2)),
                        row.getBoolean(3),
                        row.getObject(4, UUID.class),
                        MemberJson.member(row.getString(5), row.getString(6), row.getString(7), row.getString(8))),
                source,
                id,
                most);
    }

    /** Users of the source that are open or held rejections; by the index rejection_user. */
    List<Kept> rejections(String source, int most) {
        return jdbc.query("""
                SELECT user_name, document FROM rejection
                WHERE source_id = ? AND state <> 'resolved' ORDER BY source_id, user_name FETCH FIRST ? ROWS ONLY""", (row, number) -> new Kept(row.getString(1), read(row.getString(2))), source, most);
    }

    private static ObjectNode read(String json) {
        try {
            return DocumentJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored user is damaged", e);
        }
    }
}
