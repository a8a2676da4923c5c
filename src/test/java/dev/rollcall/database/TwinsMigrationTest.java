package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Members that share an e-mail since before that was prevented do not hold an upgrade up. */
class TwinsMigrationTest {
    @Test
    void twinsStayOnH2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        twinsStay(source);
    }

    @Test
    void twinsStayOnPostgres() {
        try (HikariDataSource pool = MigratedDatabase.emptyPostgres()) {
            twinsStay(pool);
        }
    }

    private static void twinsStay(DataSource source) {
        migrate(source, "13");
        JdbcTemplate jdbc = new JdbcTemplate(source);
        for (String row : new String[] {"'okta', 'two@x'", "'entra', 'two@x'", "'okta', 'one@x'", "'~', 'one@x'"}) {
            insert(jdbc, row);
        }

        migrate(source, "latest");

        assertThat(jdbc.queryForList("SELECT email FROM member WHERE twin = ''", String.class))
                .containsExactly("one@x");
        assertThat(jdbc.queryForList("SELECT email FROM member WHERE twin = CAST(id AS VARCHAR(36))", String.class))
                .containsExactlyInAnyOrder("two@x", "two@x", "one@x");
        assertThatThrownBy(() -> insert(jdbc, "'entra', 'one@x'")).isInstanceOf(DuplicateKeyException.class);
        insert(jdbc, "'entra', NULL");
        insert(jdbc, "'okta', NULL");
    }

    private static void insert(JdbcTemplate jdbc, String ownerAndEmail) {
        jdbc.update(
                "INSERT INTO member (id, source_id, email, status, fields, custom_fields, origins, version, created, modified)"
                        + " VALUES (?, " + ownerAndEmail
                        + ", 'active', '{}', '{}', '{}', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                UUID.randomUUID());
    }

    private static void migrate(DataSource source, String target) {
        DatabaseWords.migrateAll(DatabaseWords.configure(Flyway.configure().dataSource(source))
                .locations("classpath:db/migration")
                .target(target)
                .load());
    }
}
