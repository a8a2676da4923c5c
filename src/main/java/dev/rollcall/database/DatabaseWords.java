package dev.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/** The words in which H2 and PostgreSQL differ: placeholders of the migrations, and how their connection loses its limits of time. */
@Component
public final class DatabaseWords implements FlywayConfigurationCustomizer, FlywayMigrationStrategy {
    private static final Words H2 = new Words(
            Map.of("text", "VARCHAR(1000)", "document", "VARCHAR(1000000)", "stored", ""), "SET QUERY_TIMEOUT 0");
    private static final Words POSTGRES = new Words(
            Map.of("text", "VARCHAR(1000) COLLATE \"C\"", "document", "TEXT", "stored", " STORED"),
            "SET statement_timeout = 0; SET lock_timeout = 0");

    private static final int OLDEST_POSTGRES = 15;

    DatabaseWords() {}

    /** An index of a million rows takes longer than any statement may otherwise: see {@link StatementTimeout}. */
    private record Words(Map<String, String> placeholders, String unlimited) {}

    @Override
    public void customize(FluentConfiguration configuration) {
        configure(configuration);
    }

    @Override
    public void migrate(Flyway flyway) {
        migrateAll(flyway);
    }

    /**
     * Sets what differs for the data source of {@code configuration}: the placeholders {@code text}, {@code document} and
     * {@code stored}, and that statements may take any time. Text must compare by code point everywhere: a database's own
     * language would order and page differently.
     *
     * @throws DatabaseRefused if the database cannot be reached, or is neither H2 nor a PostgreSQL that is new enough
     */
    public static FluentConfiguration configure(FluentConfiguration configuration) {
        Words words = words(configuration.getDataSource());
        return configuration.placeholders(words.placeholders()).initSql(words.unlimited());
    }

    /** Migrates; the connection that has lost its limits leaves the pool. */
    public static void migrateAll(Flyway flyway) {
        flyway.migrate();
        if (flyway.getConfiguration().getDataSource() instanceof HikariDataSource pool) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private static Words words(DataSource source) {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            return words(database.getDatabaseProductName(), database.getDatabaseMajorVersion());
        } catch (SQLException | HikariPool.PoolInitializationException e) {
            throw DatabaseRefused.connection(source, e);
        }
    }

    private static Words words(String product, int version) {
        if (product.equals("PostgreSQL") && version < OLDEST_POSTGRES) {
            throw DatabaseRefused.version(version);
        }
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRES;
            default -> throw DatabaseRefused.product(product);
        };
    }
}
