package dev.rollcall.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.stereotype.Component;

/** The words in which H2 and PostgreSQL differ, as placeholders of the migrations. */
@Component
public final class DatabaseWords implements FlywayConfigurationCustomizer {
    DatabaseWords() {}

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.placeholders(placeholders(configuration.getDataSource()));
    }

    /**
     * The placeholders {@code text}, {@code document} and {@code stored} for the database behind {@code source}. Text must
     * compare by code point everywhere: a database's own language would order and page differently.
     *
     * @throws IllegalStateException if the database cannot be reached, or is neither H2 nor PostgreSQL
     */
    public static Map<String, String> placeholders(DataSource source) {
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The database cannot be reached. Check the settings of its data source.", e);
        }
        return switch (product) {
            case "H2" -> Map.of("text", "VARCHAR(1000)", "document", "VARCHAR(1000000)", "stored", "");
            case "PostgreSQL" -> Map.of("text", "VARCHAR(1000) COLLATE \"C\"", "document", "TEXT", "stored", " STORED");
            default ->
                throw new IllegalStateException(
                        "Rollcall runs on H2 and PostgreSQL, not on " + product + ". Choose one of the two.");
        };
    }
}
