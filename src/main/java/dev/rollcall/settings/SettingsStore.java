package dev.rollcall.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table settings_version: overrides over the base, one row a version, the newest in force. */
@Component
final class SettingsStore {
    private final JdbcTemplate jdbc;

    SettingsStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Overrides and their version; version 0 stands for none. */
    record Stored(long version, ObjectNode overrides) {}

    /** The number of the newest version, from the primary key. */
    long newestVersion() {
        Long version = jdbc.queryForObject("SELECT COALESCE(MAX(version), 0) FROM settings_version", Long.class);
        return version == null ? 0 : version;
    }

    Stored newest() {
        List<Stored> rows = jdbc.query(
                "SELECT version, overrides FROM settings_version ORDER BY version DESC FETCH FIRST 1 ROWS ONLY",
                (row, number) -> new Stored(row.getLong(1), read(row.getString(2))));
        return rows.isEmpty() ? new Stored(0, JsonNodeFactory.instance.objectNode()) : rows.get(0);
    }

    /** The versions up to one number, the newest first. */
    List<SettingsVersions.Version> upTo(long version, int most) {
        return jdbc.query(
                "SELECT version, difference, author, created FROM settings_version WHERE version <= ?"
                        + " ORDER BY version DESC FETCH FIRST ? ROWS ONLY",
                (row, number) -> new SettingsVersions.Version(
                        row.getLong(1),
                        read(row.getString(2)),
                        row.getString(3),
                        row.getTimestamp(4).toInstant()),
                version,
                most);
    }

    /** The overrides of a version; none of version 0. */
    Optional<ObjectNode> overrides(long version) {
        if (version == 0) {
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
        return jdbc
                .query(
                        "SELECT overrides FROM settings_version WHERE version = ?",
                        (row, number) -> read(row.getString(1)),
                        version)
                .stream()
                .findFirst();
    }

    /**
     * Adds a version.
     *
     * @throws org.springframework.dao.DuplicateKeyException if somebody else has added it meanwhile
     */
    void add(Stored next, ObjectNode difference, String author) {
        jdbc.update(
                "INSERT INTO settings_version (version, overrides, difference, author, created) VALUES (?, ?, ?, ?, ?)",
                next.version(),
                next.overrides().toString(),
                difference.toString(),
                author,
                Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) SettingsMapper.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Table settings_version holds what is not JSON", e);
        }
    }
}
