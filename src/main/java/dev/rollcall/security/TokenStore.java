package dev.rollcall.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table source_token. It holds hashes only. */
@Component
final class TokenStore {
    private static final String COLUMNS =
            "id, source_id, prefix, hash, created, created_by, expires, last_used, revoked";

    private final JdbcTemplate jdbc;

    TokenStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A row: what people may see, and the hash. */
    record Row(SourceToken token, String hash) {}

    void add(SourceToken token, String hash) {
        jdbc.update(
                "INSERT INTO source_token (id, source_id, prefix, hash, created, created_by, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                token.source(),
                token.prefix(),
                hash,
                Timestamp.from(token.created()),
                token.createdBy(),
                token.expires() == null ? null : Timestamp.from(token.expires()));
    }

    /** By the unique index source_token_prefix. */
    Optional<Row> byPrefix(String prefix) {
        return jdbc.query("SELECT " + COLUMNS + " FROM source_token WHERE prefix = ?", TokenStore::row, prefix).stream()
                .findFirst();
    }

    /** By the index source_token_source, oldest first. */
    List<SourceToken> ofSource(String sourceId) {
        return jdbc
                .query(
                        "SELECT " + COLUMNS + " FROM source_token WHERE source_id = ? ORDER BY created, id",
                        TokenStore::row,
                        sourceId)
                .stream()
                .map(Row::token)
                .toList();
    }

    /** Locks the tokens of a source until the transaction ends, so that two admins cannot both make the second one. */
    void lock(String sourceId) {
        jdbc.query(
                "SELECT id FROM source_token WHERE source_id = ? FOR UPDATE", (row, n) -> row.getString(1), sourceId);
    }

    /** Whether there was one to revoke. */
    boolean revoke(String sourceId, UUID id, Instant at) {
        return jdbc.update(
                        "UPDATE source_token SET revoked = ? WHERE id = ? AND source_id = ? AND revoked IS NULL",
                        Timestamp.from(at),
                        id,
                        sourceId)
                > 0;
    }

    void used(UUID id, Instant at) {
        jdbc.update(
                "UPDATE source_token SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)",
                Timestamp.from(at),
                id,
                Timestamp.from(at));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new SourceToken(
                        row.getObject("id", UUID.class),
                        row.getString("source_id"),
                        row.getString("prefix"),
                        row.getTimestamp("created").toInstant(),
                        row.getString("created_by"),
                        instant(row.getTimestamp("expires")),
                        instant(row.getTimestamp("last_used")),
                        instant(row.getTimestamp("revoked"))),
                row.getString("hash"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
