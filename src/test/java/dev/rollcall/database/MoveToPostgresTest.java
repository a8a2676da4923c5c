package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.tools.RunScript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is in the embedded database goes to PostgreSQL in the way that docs/operations.md describes. */
class MoveToPostgresTest {
    private static final Pattern COPY = Pattern.compile("\\\\copy (.*) FROM '(.*)' (CSV HEADER)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everythingGoesAlong() throws IOException, SQLException {
        Map<String, Object> settings = RunningRollcall.settings(
                Map.of("custom-fields", List.of(Map.of("name", "Badge Number", "default", "none"))));
        String id;
        try (RunningRollcall embedded = RunningRollcall.start(folder, settings)) {
            id = fill(embedded);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
            RunningRollcall.start(folder, settings, on(url)).close();

            JdbcTemplate before = new JdbcTemplate(new DriverManagerDataSource(h2(folder.resolve("data")), "", ""));
            JdbcTemplate after = new JdbcTemplate(postgres.getPostgresDatabase());
            move(after);

            Map<String, Integer> rows = rows(before);
            assertThat(rows).hasSizeGreaterThan(20).containsEntry("member", 2).containsEntry("asset.member", 2);
            assertThat(rows(after)).isEqualTo(rows);
            try (RunningRollcall moved = RunningRollcall.start(folder, settings, on(url))) {
                isAsItWas(moved, id);
            }
        }
    }

    private static String fill(RunningRollcall rollcall) {
        Wire.Answer made = rollcall.scim(
                "POST",
                "/Users",
                Map.of(
                        "schemas",
                        List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                        "userName",
                        "ines.falk@fabrikam.example",
                        "emails",
                        List.of(
                                Map.of("value", "ines.falk@fabrikam.example", "primary", true),
                                Map.of("value", "ines@fabrikam.example")),
                        "title",
                        "Welder, \"first\"\nclass",
                        "active",
                        true));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(rollcall.scim("POST", "/Users", Map.of("userName", "nobody")).status())
                .isEqualTo(400);
        post(rollcall, "/members", Map.of("email", "bo@fabrikam.example", "last_name", "Lind"), 201);
        post(rollcall, "/users", Map.of("username", "oscar", "role", "operator"), 201);
        post(rollcall, "/sources/bench/tokens", null, 201);
        post(rollcall, "/sync-runs", Map.of("mode", "remap", "dryRun", true), 202);
        assertThat(rollcall.api("PATCH", "/settings", Map.of("application-name", "Moved"))
                        .status())
                .isEqualTo(200);
        return made.json().path("id").asText();
    }

    private static void post(RunningRollcall rollcall, String path, @Nullable Object body, int status) {
        Wire.Answer answer = rollcall.api("POST", path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    private static String[] on(String url) {
        return new String[] {"--spring.datasource.url=" + url, "--spring.datasource.username=postgres"};
    }

    private static String h2(Path data) {
        return "jdbc:h2:file:" + data.toAbsolutePath() + "/rollcall";
    }

    /** The scripts, on files in a folder of here; what psql does with {@code \\copy}, the driver does. */
    private void move(JdbcTemplate postgres) throws IOException, SQLException {
        Path export = folder.resolve("export.sql");
        Files.writeString(export, script("export"));
        RunScript.execute(h2(folder.resolve("data")), "", "", export.toString(), StandardCharsets.UTF_8, false);
        for (String line : script("import").lines().toList()) {
            Matcher copy = COPY.matcher(line);
            if (copy.matches()) {
                postgres.execute((ConnectionCallback<Long>) connection -> copy(connection, copy));
            } else if (line.startsWith("TRUNCATE")) {
                postgres.execute(line);
            }
        }
    }

    private String script(String name) throws IOException {
        return Files.readString(Path.of("docs/move/" + name + ".sql"))
                .replace("'moving/", "'" + folder.resolve("moving") + "/");
    }

    private static long copy(Connection connection, Matcher copy) throws SQLException {
        try (InputStream file = Files.newInputStream(Path.of(copy.group(2)))) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + copy.group(1) + " FROM STDIN " + copy.group(3), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many rows each table has that holds something of Rollcall's. */
    private static Map<String, Integer> rows(JdbcTemplate database) {
        Map<String, Integer> rows = new TreeMap<>();
        List<String> tables = new ArrayList<>();
        database.query(
                "SELECT LOWER(table_schema), LOWER(table_name) FROM information_schema.tables"
                        + " WHERE LOWER(table_schema) IN ('public', 'asset')",
                row -> {
                    String schema = row.getString(1).equals("asset") ? "asset." : "";
                    tables.add(schema + row.getString(2));
                });
        tables.stream()
                .filter(table -> !table.contains("flyway") && !table.equals("replica"))
                .forEach(table ->
                        rows.put(table, database.queryForObject("SELECT COUNT(*) FROM " + table, Integer.class)));
        return rows;
    }

    private static void isAsItWas(RunningRollcall rollcall, String id) {
        Wire.Answer user = rollcall.scim("GET", "/Users/" + id, null);
        assertThat(user.status()).as(user.text()).isEqualTo(200);
        assertThat(user.json().path("title").asText()).isEqualTo("Welder, \"first\"\nclass");
        assertThat(rollcall.scim("DELETE", "/Users/" + id, null).status()).isEqualTo(204);
        assertThat(rollcall.database()
                        .queryForObject("SELECT status FROM asset.member WHERE email LIKE 'ines%'", String.class))
                .isEqualTo("inactive");
        assertThat(rollcall.api("GET", "/settings", null)
                        .json()
                        .path("application-name")
                        .asText())
                .isEqualTo("Moved");
        assertThat(rollcall.api("GET", "/users", null).text()).contains("oscar");
        assertThat(rollcall.api("GET", "/rejections", null).json().path("rejections"))
                .hasSize(1);
    }
}
