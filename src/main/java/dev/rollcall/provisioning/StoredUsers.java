package dev.rollcall.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.DocumentJson;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads what is stored of a user: the record, the member it makes, and how far that was delivered. */
@Component
final class StoredUsers {
    private static final String COLUMNS = """
            SELECT m.id AS m_id, m.source_id AS m_source, m.fields, m.custom_fields, m.requested_role, m.origins,
              m.version AS m_version, d.target_id, COALESCE(d.fence, -1) AS fence,
              r.id AS r_id, r.source_id AS r_source, r.document, r.active, r.version AS r_version, r.created, r.modified,
              r.user_name AS r_user_name, r.external_id, r.email AS r_email, r.display_name, r.formatted_name,
              r.given_name, r.family_name, CASE WHEN EXISTS (SELECT 1 FROM source_record_email e WHERE e.record_id = r.id)
                THEN TRUE ELSE FALSE END AS more_emails,
              CASE WHEN EXISTS (SELECT 1 FROM rejection x WHERE x.source_id = r.source_id AND x.user_name = r.user_name)
                OR EXISTS (SELECT 1 FROM rejection x WHERE x.record_id = r.id) THEN TRUE ELSE FALSE END AS rejected
            """;

    private final JdbcTemplate jdbc;

    StoredUsers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The user with this record id in the source, or open to adoption where {@code orUnowned}; primary keys only. */
    @Nullable
    Stored byRecord(String sourceId, UUID recordId, boolean orUnowned) {
        return withMoreEmails(jdbc.query(
                COLUMNS + """
                FROM source_record r JOIN member m ON m.id = r.member_id LEFT JOIN delivery d ON d.member_id = m.id
                WHERE r.id = ? AND (r.source_id = ? OR (r.source_id = ? AND r.adoptable AND CAST(? AS BOOLEAN)))""",
                rows -> rows.next() ? stored(rows) : null,
                recordId,
                sourceId,
                StoredRecord.UNOWNED,
                orUnowned));
    }

    /** The member with this id and its record, if it has one; primary key and {@code source_record_member}. */
    @Nullable
    Stored byMember(UUID memberId) {
        return withMoreEmails(jdbc.query(COLUMNS + """
                FROM member m LEFT JOIN source_record r ON r.member_id = m.id LEFT JOIN delivery d ON d.member_id = m.id
                WHERE m.id = ?""", rows -> rows.next() ? stored(rows) : null, memberId));
    }

    /** The source's users with these record ids, by id; one query for all, and one more where some have several e-mails. */
    Map<UUID, Stored> byRecords(String sourceId, Collection<UUID> recordIds) {
        Map<UUID, Stored> found = new HashMap<>();
        Map<UUID, List<String>> more = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                COLUMNS + """
                FROM unnest(?) AS asked(it) JOIN source_record r ON r.id = asked.it
                JOIN member m ON m.id = r.member_id LEFT JOIN delivery d ON d.member_id = m.id
                WHERE r.source_id = ?""",
                recordIds,
                rows -> {
                    Stored stored = stored(rows);
                    UUID id = rows.getObject("r_id", UUID.class);
                    found.put(id, stored);
                    if (stored.moreEmails()) {
                        more.put(id, new ArrayList<>());
                    }
                },
                sourceId);
        SqlArrays.ofIds(
                jdbc,
                "SELECT e.record_id, e.email FROM unnest(?) AS asked(it) JOIN source_record_email e ON e.record_id = asked.it",
                more.keySet(),
                rows -> more.getOrDefault(rows.getObject(1, UUID.class), new ArrayList<>())
                        .add(rows.getString(2)));
        more.forEach((id, emails) -> found.computeIfPresent(id, (same, stored) -> withEmails(stored, emails)));
        return found;
    }

    private static Stored stored(ResultSet rows) throws SQLException {
        UUID recordId = rows.getObject("r_id", UUID.class);
        UUID memberId = rows.getObject("m_id", UUID.class);
        StoredRecord record = recordId == null
                ? null
                : new StoredRecord(
                        recordId,
                        rows.getString("r_source"),
                        memberId,
                        document(rows.getString("document")),
                        rows.getBoolean("active"),
                        rows.getLong("r_version"),
                        rows.getObject("created", OffsetDateTime.class).toInstant(),
                        rows.getObject("modified", OffsetDateTime.class).toInstant());
        Member member = MemberJson.member(
                rows.getString("fields"),
                rows.getString("custom_fields"),
                rows.getString("requested_role"),
                rows.getString("origins"));
        return new Stored(
                record,
                memberId,
                rows.getString("m_source"),
                member,
                rows.getLong("m_version"),
                rows.getString("target_id"),
                rows.getLong("fence"),
                recordId == null ? null : keys(rows),
                rows.getBoolean("more_emails"),
                rows.getBoolean("rejected"));
    }

    private static UserKeys keys(ResultSet rows) throws SQLException {
        return new UserKeys(
                rows.getString("r_user_name"),
                rows.getString("external_id"),
                rows.getString("r_email"),
                List.of(),
                rows.getString("display_name"),
                rows.getString("formatted_name"),
                rows.getString("given_name"),
                rows.getString("family_name"));
    }

    /** Few records have any; they are read after the first query has given its connection back. */
    private @Nullable Stored withMoreEmails(@Nullable Stored stored) {
        if (stored == null || !stored.moreEmails() || stored.record() == null || stored.keys() == null) {
            return stored;
        }
        List<String> more = jdbc.queryForList(
                "SELECT email FROM source_record_email WHERE record_id = ?",
                String.class,
                stored.record().id());
        return withEmails(stored, more);
    }

    private static Stored withEmails(Stored stored, List<String> more) {
        UserKeys keys = stored.keys();
        return keys == null
                ? stored
                : new Stored(
                        stored.record(),
                        stored.memberId(),
                        stored.memberSource(),
                        stored.member(),
                        stored.memberVersion(),
                        stored.targetId(),
                        stored.fence(),
                        new UserKeys(
                                keys.userName(),
                                keys.externalId(),
                                keys.email(),
                                more,
                                keys.displayName(),
                                keys.formattedName(),
                                keys.givenName(),
                                keys.familyName()),
                        true,
                        stored.rejectionKnown());
    }

    private static ObjectNode document(String json) {
        try {
            return DocumentJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record is damaged", e);
        }
    }
}
