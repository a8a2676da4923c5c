package dev.rollcall.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** A real PostgreSQL for every Rollcall that tests start: begun when the first needs it, ends with the JVM. */
public final class Postgres {
    private static final EmbeddedPostgres IT = start();

    private Postgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    /** A new database, as the arguments that Rollcall is started with. */
    public static List<String> newDatabase() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(IT.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        return List.of(
                "--spring.datasource.url=" + IT.getJdbcUrl("postgres", name), "--spring.datasource.username=postgres");
    }
}
