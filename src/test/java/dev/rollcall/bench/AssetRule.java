package dev.rollcall.bench;

import org.springframework.jdbc.core.JdbcTemplate;

/** A rule of the embedded asset system: members that break it are refused until it is lifted. */
public record AssetRule(JdbcTemplate database, String name) implements AutoCloseable {
    /** Sets up the rule, such as {@code city <> 'Mars'}. */
    public AssetRule(JdbcTemplate database, String name, String condition) {
        this(database, name);
        database.execute("ALTER TABLE asset.member ADD CONSTRAINT " + name + " CHECK (" + condition + ")");
    }

    @Override
    public void close() {
        database.execute("ALTER TABLE asset.member DROP CONSTRAINT " + name);
    }
}
