package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Entries of the audit from before have the names that such deeds have now; others keep theirs. */
class AuditMigrationTest {
    @Test
    void deedsAreRenamedOnH2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        deedsAreRenamed(source);
    }

    @Test
    void deedsAreRenamedOnPostgres() {
        try (HikariDataSource pool = MigratedDatabase.emptyPostgres()) {
            deedsAreRenamed(pool);
        }
    }

    private static void deedsAreRenamed(DataSource source) {
        migrate(source, "15");
        JdbcTemplate jdbc = new JdbcTemplate(source);
        for (String action : new String[] {
            "rejection-replayed",
            "rejection-discarded",
            "delivery-retried",
            "delivery-discarded",
            "member-made",
            "administrator-by-fallback",
            "sign-in.refused",
            "sync-run.start"
        }) {
            jdbc.update(
                    "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (?, CURRENT_TIMESTAMP, 'a', ?, 'b', '{}')",
                    UUID.randomUUID(),
                    action);
        }

        migrate(source, "latest");

        assertThat(jdbc.queryForList("SELECT action FROM audit", String.class))
                .containsExactlyInAnyOrder(
                        "rejection.replay",
                        "rejection.discard",
                        "delivery.retry",
                        "delivery.discard",
                        "member.make",
                        "administrator.fallback",
                        "sign-in.refused",
                        "sync-run.start");
    }

    private static void migrate(DataSource source, String target) {
        DatabaseWords.migrateAll(DatabaseWords.configure(Flyway.configure().dataSource(source))
                .locations("classpath:db/migration")
                .target(target)
                .load());
    }
}
