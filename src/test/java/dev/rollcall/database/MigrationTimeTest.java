package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A migration of a large table may take longer than a statement at work, which keeps its limit. */
class MigrationTimeTest {
    @Test
    void aMigrationOnPostgresMayTakeLongerThanAStatement(@TempDir Path folder) throws IOException {
        try (HikariDataSource pool = MigratedDatabase.emptyPostgres()) {
            pool.setConnectionInitSql("SET statement_timeout = 200");
            migrate(pool, folder, "SELECT pg_sleep(0.6);");

            assertThat(new JdbcTemplate(pool).queryForObject("SHOW statement_timeout", String.class))
                    .isEqualTo("200ms");
        }
    }

    @Test
    void aMigrationOnH2MayTakeLongerThanAStatement(@TempDir Path folder) throws IOException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            pool.setConnectionInitSql("SET QUERY_TIMEOUT 200");
            migrate(pool, folder, "CREATE TABLE slow AS SELECT SUM(X) AS s FROM SYSTEM_RANGE(1, 8000000);");

            assertThat(new JdbcTemplate(pool)
                            .queryForObject(
                                    "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'",
                                    String.class))
                    .isEqualTo("200");
        }
    }

    private static void migrate(HikariDataSource pool, Path folder, String sql) throws IOException {
        Files.writeString(folder.resolve("V1__slow.sql"), sql);
        DatabaseWords.migrateAll(DatabaseWords.configure(Flyway.configure().dataSource(pool))
                .locations("filesystem:" + folder)
                .load());
    }
}
