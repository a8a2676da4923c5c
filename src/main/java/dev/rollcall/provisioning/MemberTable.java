package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes members and their history, in batches. */
@Component
final class MemberTable {
    private final JdbcTemplate jdbc;

    MemberTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A member as it is to be stored. */
    record Row(UUID id, String owner, Member member, long version, Instant at) {
        @Nullable
        String email() {
            return RecordTable.folded(member.field("email"));
        }

        /** Nobody owns it: others may have its e-mail, too. */
        private String twin() {
            return owner.equals(StoredRecord.UNOWNED) ? id.toString() : "";
        }
    }

    /** One line of history: the fields that differ, as they were and as they became, and the run that did it, if it was one. */
    record Line(
            UUID memberId,
            long version,
            Instant at,
            String sourceId,
            @Nullable String actor,
            String operation,
            @Nullable String before,
            String after,
            @Nullable UUID runId) {}

    /**
     * Inserts the rows, those of one e-mail first in all transactions, so that two of them never wait for each other.
     *
     * @throws DuplicateKeyException where another member that a source owns has an e-mail already, by {@code member_email}
     */
    void insert(List<Row> unsorted) {
        List<Row> rows = unsorted.stream()
                .sorted(Comparator.comparing(Row::email, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        if (!rows.isEmpty()) {
            jdbc.batchUpdate("""
                    INSERT INTO member (source_id, status, role, role_origin, requested_role, email, user_name, employee_id,
                      fields, custom_fields, origins, version, modified, created, id, twin)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, rows.size(), (statement, row) -> {
                set(statement, row);
                statement.setObject(14, row.at().atOffset(ZoneOffset.UTC));
                statement.setObject(15, row.id());
                statement.setString(16, row.twin());
            });
        }
    }

    /**
     * Updates the rows. Who shares an e-mail since before that was prevented may keep it.
     *
     * @throws StaleState if one of them is not at the version before by now
     * @throws DuplicateKeyException as {@link #insert}
     */
    void update(List<Row> rows) {
        if (!rows.isEmpty()) {
            StaleState.unlessAll(jdbc.batchUpdate("""
                    UPDATE member SET source_id = ?, status = ?, role = ?, role_origin = ?, requested_role = ?, email = ?,
                      user_name = ?, employee_id = ?, fields = ?, custom_fields = ?, origins = ?, version = ?, modified = ?,
                      twin = CASE WHEN email = ? AND source_id = ? THEN twin ELSE ? END
                    WHERE id = ? AND version = ?""", rows, rows.size(), (statement, row) -> {
                set(statement, row);
                statement.setString(14, row.email());
                statement.setString(15, row.owner());
                statement.setString(16, row.twin());
                statement.setObject(17, row.id());
                statement.setLong(18, row.version() - 1);
            }));
        }
    }

    void writeHistory(List<Line> lines) {
        if (!lines.isEmpty()) {
            jdbc.batchUpdate("""
                    INSERT INTO member_history (member_id, version, at, source_id, actor, operation, before, after, run_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""", lines, lines.size(), (statement, line) -> {
                statement.setObject(1, line.memberId());
                statement.setLong(2, line.version());
                statement.setObject(3, line.at().atOffset(ZoneOffset.UTC));
                statement.setString(4, line.sourceId());
                statement.setString(5, line.actor());
                statement.setString(6, line.operation());
                statement.setString(7, line.before());
                statement.setString(8, line.after());
                statement.setObject(9, line.runId());
            });
        }
    }

    private static void set(PreparedStatement statement, Row row) throws SQLException {
        Member member = row.member();
        statement.setString(1, row.owner());
        statement.setString(2, member.field("status"));
        statement.setString(3, member.role());
        statement.setString(
                4, member.roleOrigin() == null ? null : member.roleOrigin().wire());
        statement.setString(5, member.requestedRole());
        statement.setString(6, row.email());
        statement.setString(7, RecordTable.folded(member.field("user_name")));
        statement.setString(8, member.field("employee_id"));
        statement.setString(9, MemberJson.texts(member.fields()));
        statement.setString(10, MemberJson.texts(member.customFields()));
        statement.setString(11, MemberJson.origins(member.origins()));
        statement.setLong(12, row.version());
        statement.setObject(13, row.at().atOffset(ZoneOffset.UTC));
    }

    /** The named fields of a member as JSON; empty ones are left out. */
    static String excerpt(Member member, Iterable<String> names) {
        Map<String, String> excerpt = new TreeMap<>();
        for (String name : names) {
            String value = member.value(name);
            if (value != null) {
                excerpt.put(name, value);
            }
        }
        return MemberJson.texts(excerpt);
    }
}
