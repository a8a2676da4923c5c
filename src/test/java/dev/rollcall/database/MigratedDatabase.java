package dev.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A fresh database of each kind with Rollcall's schema, for tests. */
public final class MigratedDatabase {
    private MigratedDatabase() {}

    /** H2 in memory. */
    public static DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return migrated(source);
    }

    /** A new database on a real PostgreSQL. */
    public static DataSource postgres() {
        return migrated(emptyPostgres());
    }

    /** A new database on a real PostgreSQL, without the schema. */
    static HikariDataSource emptyPostgres() {
        HikariDataSource pool = new HikariDataSource();
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(Server.IT.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        pool.setDataSource(Server.IT.getDatabase("postgres", name));
        pool.setMaximumPoolSize(4);
        return pool;
    }

    private static DataSource migrated(DataSource source) {
        DatabaseWords.migrateAll(DatabaseWords.configure(Flyway.configure().dataSource(source))
                .locations("classpath:db/migration")
                .load());
        return source;
    }

    /** Started when the first test needs it; ends with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres IT = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }
    }
}
