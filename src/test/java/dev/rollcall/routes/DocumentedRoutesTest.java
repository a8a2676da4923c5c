package dev.rollcall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the documentation says of routes of one's own works as it stands there: people come from a personnel database
 * (docs/schedules-and-guards.md) and go to a table of one's own (docs/targets.md).
 */
class DocumentedRoutesTest {
    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    @Test
    void peopleComeFromAPersonnelDatabaseAndGoToATableOfOnesOwn(@TempDir Path folder) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            JdbcTemplate hr = new JdbcTemplate(database(postgres, "hr"));
            hr.execute(
                    "CREATE TABLE person (person_no integer, email text, first_name text, last_name text, title text,"
                            + " active boolean)");
            hr.update("INSERT INTO person VALUES (7, 'ines.falk@fabrikam.example', 'Ines', 'Falk', 'Welder', TRUE)");
            hr.update("INSERT INTO person VALUES (8, 'kai.rohde@fabrikam.example', 'Kai', 'Rohde', NULL, FALSE)");
            JdbcTemplate assets = new JdbcTemplate(database(postgres, "assets"));
            assets.execute(block("docs/targets.md", "```sql\nCREATE TABLE person ("));

            try (RunningRollcall rollcall = start(folder, postgres)) {
                run(rollcall, "{read=2, created=2}");
                assertThat(person(assets, "ines.falk@fabrikam.example"))
                        .containsEntry("full_name", "Falk")
                        .containsEntry("access", "Staff User")
                        .containsEntry("enabled", true);
                assertThat(person(assets, "kai.rohde@fabrikam.example")).containsEntry("enabled", false);

                Wire.Answer made = rollcall.scim("POST", "/Users", user());
                assertThat(made.status()).as(made.text()).isEqualTo(201);
                assertThat(person(assets, "liv.moe@fabrikam.example"))
                        .containsEntry("full_name", "Liv Moe")
                        .containsEntry("office", "Bergen");
                assertThat(assets.queryForList("SELECT name || ' ' || value FROM person_extra", String.class))
                        .containsExactly("Badge Number B-12");

                hr.update("UPDATE person SET active = FALSE WHERE person_no = 7");
                run(rollcall, "{read=2, unchanged=1, deactivated=1}");
                assertThat(person(assets, "ines.falk@fabrikam.example")).containsEntry("enabled", false);
            }
        }
    }

    private static RunningRollcall start(Path folder, EmbeddedPostgres postgres) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (var shipped = Files.newDirectoryStream(Path.of("routes"))) {
            for (Path file : shipped) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                routes.resolve("41-deliver-jdbc.camel.yaml"),
                block("docs/targets.md", "```yaml\n- route:\n    id: deliver-jdbc"));
        Files.writeString(
                routes.resolve("25-pull-hr.camel.yaml"),
                block("docs/schedules-and-guards.md", "```yaml\n- beans:\n    - name: hrDataSource"));
        Map<String, Object> settings = new HashMap<>(RunningRollcall.settings(Map.of(
                "targets",
                Map.of("jdbc", Map.of("url", postgres.getJdbcUrl("postgres", "assets"), "username", "postgres")),
                "custom-fields",
                List.of(Map.of("name", "Badge Number")),
                "sources",
                Map.of(
                        "bench",
                        Map.of("kind", "scim", "token", RunningRollcall.TOKEN),
                        "hr",
                        Map.of("kind", "route")))));
        return RunningRollcall.start(
                folder,
                settings,
                "--hr.url=" + postgres.getJdbcUrl("postgres", "hr"),
                "--hr.username=postgres",
                "--hr.password=",
                "--camel.main.routes-include-pattern=file:" + routes + "/*.camel.yaml");
    }

    private static DataSource database(EmbeddedPostgres postgres, String name) {
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        return postgres.getDatabase("postgres", name);
    }

    /** The block of the page that begins so, without its fences. */
    private static String block(String page, String beginning) throws IOException {
        String text = Files.readString(Path.of(page));
        int start = text.indexOf(beginning);
        assertThat(start).as("%s in %s", beginning, page).isNotNegative();
        return text.substring(text.indexOf('\n', start) + 1, text.indexOf("\n```", start) + 1);
    }

    private static void run(RunningRollcall rollcall, String counts) {
        Wire.Answer started = rollcall.api("POST", "/sync-runs", Map.of("source", "hr"));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String path = "/sync-runs/" + started.json().path("id").asText();
        JsonNode run = Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(
                        () -> rollcall.api("GET", path, null).json(),
                        shown -> !shown.path("state").asText().equals("running"));
        assertThat(run.path("state").asText()).as("%s", run).isEqualTo("done");
        Map<String, Integer> found = new java.util.LinkedHashMap<>();
        run.path("counts").properties().forEach(count -> {
            if (count.getValue().asInt() != 0) {
                found.put(count.getKey(), count.getValue().asInt());
            }
        });
        assertThat(found).hasToString(counts);
    }

    private static Map<String, Object> person(JdbcTemplate assets, String mail) {
        return assets.queryForMap("SELECT * FROM person WHERE mail = ?", mail);
    }

    private static Map<String, Object> user() {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User", EXTENSION),
                "userName",
                "liv.moe@fabrikam.example",
                "displayName",
                "Liv Moe",
                "addresses",
                List.of(Map.of("type", "work", "locality", "Bergen")),
                "active",
                true,
                EXTENSION,
                Map.of("badgeNumber", "B-12"));
    }
}
