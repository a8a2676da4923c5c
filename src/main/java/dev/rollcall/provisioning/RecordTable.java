package dev.rollcall.provisioning;

import dev.rollcall.source.StorableText;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes source records, in batches, each only if the state is still the one that was read. */
@Component
final class RecordTable {
    private final JdbcTemplate jdbc;

    RecordTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A record and what it is found by. */
    record Row(StoredRecord record, UserKeys keys, boolean adoptable, long versionBefore, boolean hadMoreEmails) {}

    void insert(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                INSERT INTO source_record (source_id, member_id, document, hash, active, version, user_name, external_id, email,
                  display_name, formatted_name, given_name, family_name, adoptable, modified, created, id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, rows.size(), (statement, row) -> {
            int next = set(statement, row);
            statement.setObject(next, row.record().created().atOffset(ZoneOffset.UTC));
            statement.setObject(next + 1, row.record().id());
        });
        insertMoreEmails(rows);
    }

    /** Updates the rows; throws {@link StaleState} if one of them has another version by now. */
    void update(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StaleState.unlessAll(jdbc.batchUpdate("""
                UPDATE source_record SET source_id = ?, member_id = ?, document = ?, hash = ?, active = ?, version = ?,
                  user_name = ?, external_id = ?, email = ?, display_name = ?, formatted_name = ?, given_name = ?,
                  family_name = ?, adoptable = ?, modified = ?
                WHERE id = ? AND version = ?""", rows, rows.size(), (statement, row) -> {
            int next = set(statement, row);
            statement.setObject(next, row.record().id());
            statement.setLong(next + 1, row.versionBefore());
        }));
        List<Row> had = rows.stream().filter(Row::hadMoreEmails).toList();
        if (!had.isEmpty()) {
            jdbc.batchUpdate(
                    "DELETE FROM source_record_email WHERE record_id = ?",
                    had,
                    had.size(),
                    (statement, row) -> statement.setObject(1, row.record().id()));
        }
        insertMoreEmails(rows);
    }

    void delete(List<StoredRecord> records) {
        if (!records.isEmpty()) {
            StaleState.unlessAll(jdbc.batchUpdate(
                    "DELETE FROM source_record WHERE id = ? AND version = ?",
                    records,
                    records.size(),
                    (statement, record) -> {
                        statement.setObject(1, record.id());
                        statement.setLong(2, record.version());
                    }));
        }
    }

    private void insertMoreEmails(List<Row> rows) {
        record Email(StoredRecord record, String email) {}
        List<Email> emails = new ArrayList<>();
        for (Row row : rows) {
            row.keys().otherEmails().stream()
                    .map(email -> email.toLowerCase(Locale.ROOT))
                    .distinct()
                    .forEach(email -> emails.add(new Email(row.record(), email)));
        }
        if (!emails.isEmpty()) {
            jdbc.batchUpdate(
                    "INSERT INTO source_record_email (record_id, source_id, email) VALUES (?, ?, ?)",
                    emails,
                    emails.size(),
                    (statement, one) -> {
                        statement.setObject(1, one.record().id());
                        statement.setString(2, one.record().sourceId());
                        statement.setString(3, one.email());
                    });
        }
    }

    private static int set(PreparedStatement statement, Row row) throws SQLException {
        StoredRecord record = row.record();
        UserKeys keys = row.keys();
        String document = record.document().toString();
        if (document.length() > StorableText.LONGEST_DOCUMENT) {
            // H2's column has no more room; PostgreSQL's would take a user that grows with every PATCH.
            throw new DataIntegrityViolationException("a document of " + document.length() + " characters");
        }
        statement.setString(1, record.sourceId());
        statement.setObject(2, record.memberId());
        statement.setString(3, document);
        statement.setString(4, Hashes.of(document));
        statement.setBoolean(5, record.active());
        statement.setLong(6, record.version());
        statement.setString(7, folded(keys.userName()));
        statement.setString(8, keys.externalId());
        statement.setString(9, folded(keys.email()));
        statement.setString(10, folded(keys.displayName()));
        statement.setString(11, folded(keys.formattedName()));
        statement.setString(12, folded(keys.givenName()));
        statement.setString(13, folded(keys.familyName()));
        statement.setBoolean(14, row.adoptable());
        statement.setObject(15, record.modified().atOffset(ZoneOffset.UTC));
        return 16;
    }

    static @Nullable String folded(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
