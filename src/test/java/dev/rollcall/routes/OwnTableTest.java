package dev.rollcall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An integration team delivers to a table of its own by a route file of its own, and no Java. */
class OwnTableTest {
    private static final String CUSTOM = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String ROUTES =
            List.of("00-errors", "10-scim-users", "11-scim-discovery", "12-scim-groups", "30-provision", "40-deliver")
                            .stream()
                            .map(name -> "file:routes/" + name + ".camel.yaml,")
                            .reduce("", String::concat)
                    + "file:src/test/resources/own-table/41-deliver-jdbc.camel.yaml";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theRouteFileObeysTheSchema() throws IOException {
        assertThat(RouteFile.read(Path.of("src/test/resources/own-table/41-deliver-jdbc.camel.yaml"))
                        .violations(RouteFile.schema()))
                .isEmpty();
    }

    @Test
    void deliversToATableInH2() {
        story("jdbc:h2:mem:own-table;DB_CLOSE_DELAY=-1", "");
    }

    /** Rollcall's own database is the same PostgreSQL here. */
    @Test
    void deliversToATableInPostgreSql() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            story(url, "postgres", "--spring.datasource.url=" + url, "--spring.datasource.username=postgres");
        }
    }

    private void story(String url, String username, String... arguments) {
        JdbcTemplate table = new JdbcTemplate(new DriverManagerDataSource(url, username, ""));
        table.execute("CREATE SCHEMA hr");
        table.execute("""
                CREATE TABLE hr.staff (staff_no VARCHAR(40) PRIMARY KEY, mail VARCHAR(200) NOT NULL,
                  surname VARCHAR(30) NOT NULL, forename VARCHAR(100), job VARCHAR(100), cost_centre VARCHAR(20),
                  badge VARCHAR(20), is_active BOOLEAN NOT NULL,
                  CONSTRAINT staff_mail_once UNIQUE (mail), CONSTRAINT cost_centre_known CHECK (cost_centre LIKE 'CC-%'))""");
        Map<String, Object> settings = RunningRollcall.settings(Map.of(
                "targets",
                Map.of("jdbc", Map.of("url", url, "username", username, "password", "")),
                "custom-fields",
                List.of(Map.of("name", "Badge Number", "type", "text"))));
        String[] line = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        line[arguments.length] = "--camel.main.routes-include-pattern=" + ROUTES;
        try (RunningRollcall rollcall = RunningRollcall.start(folder, settings, line)) {
            String id = creates(rollcall, table);
            updates(rollcall, table, id);
            refusalOfAnUpdatePutsBack(rollcall, table, id);
            deactivates(rollcall, table, id);
            refusalOfACreatePutsBack(rollcall, table);
            takenAddressIsAConflict(rollcall, table);
            assertThat(rollcall.log()).isNotEmpty().doesNotContain("@fabrikam.example", "Rohde", "Falk");
        }
    }

    private static String creates(RunningRollcall rollcall, JdbcTemplate table) {
        Wire.Answer made = rollcall.scim("POST", "/Users", user("ines.falk@fabrikam.example", "CC-7", "Falk"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Map<String, @Nullable Object> row = row(table, "ines.falk@fabrikam.example");
        assertThat(row)
                .containsEntry("surname", "Falk")
                .containsEntry("forename", "Ines")
                .containsEntry("job", "Welder")
                .containsEntry("cost_centre", "CC-7")
                .containsEntry("badge", "B-12")
                .containsEntry("is_active", true);
        return made.json().path("id").asText();
    }

    private static void updates(RunningRollcall rollcall, JdbcTemplate table, String id) {
        Wire.Answer changed = patch(rollcall, id, Map.of("title", "Foreman", CUSTOM + ":badgeNumber", "B-13"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(row(table, "ines.falk@fabrikam.example"))
                .containsEntry("job", "Foreman")
                .containsEntry("badge", "B-13")
                .containsEntry("cost_centre", "CC-7");
        assertThat(count(table)).isEqualTo(1);
    }

    private static void refusalOfAnUpdatePutsBack(RunningRollcall rollcall, JdbcTemplate table, String id) {
        Wire.Answer refused = patch(rollcall, id, Map.of(ENTERPRISE + ":costCenter", "77"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText())
                .contains("Failed to update user in AssetSonar", "cost_centre_known");
        assertThat(rollcall.scim("GET", "/Users/" + id, null)
                        .json()
                        .path(ENTERPRISE)
                        .path("costCenter")
                        .asText())
                .isEqualTo("CC-7");
        assertThat(row(table, "ines.falk@fabrikam.example")).containsEntry("cost_centre", "CC-7");
    }

    private static void deactivates(RunningRollcall rollcall, JdbcTemplate table, String id) {
        Wire.Answer left = patch(rollcall, id, Map.of("active", false));
        assertThat(left.status()).as(left.text()).isEqualTo(200);
        assertThat(row(table, "ines.falk@fabrikam.example"))
                .containsEntry("is_active", false)
                .containsEntry("job", "Foreman");
    }

    private static void refusalOfACreatePutsBack(RunningRollcall rollcall, JdbcTemplate table) {
        Wire.Answer refused = rollcall.scim("POST", "/Users", user("kai.rohde@fabrikam.example", "77", "Rohde"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("scimType").asText()).isEqualTo("invalidValue");
        assertThat(refused.json().path("detail").asText())
                .contains("Failed to create user in AssetSonar", "cost_centre_known");
        isNobody(rollcall, "kai.rohde@fabrikam.example");

        Wire.Answer tooLong =
                rollcall.scim("POST", "/Users", user("kai.rohde@fabrikam.example", "CC-1", "Rohde-".repeat(9)));
        assertThat(tooLong.status()).as(tooLong.text()).isEqualTo(400);
        assertThat(tooLong.json().path("detail").asText()).contains("Failed to create user in AssetSonar");
        isNobody(rollcall, "kai.rohde@fabrikam.example");
        assertThat(count(table)).isEqualTo(1);

        Wire.Answer right = rollcall.scim("POST", "/Users", user("kai.rohde@fabrikam.example", "CC-1", "Rohde"));
        assertThat(right.status()).as(right.text()).isEqualTo(201);
        assertThat(row(table, "kai.rohde@fabrikam.example")).containsEntry("cost_centre", "CC-1");
    }

    private static void takenAddressIsAConflict(RunningRollcall rollcall, JdbcTemplate table) {
        table.update("INSERT INTO hr.staff (staff_no, mail, surname, is_active)"
                + " VALUES ('4711', 'liv.moe@fabrikam.example', 'Moe', TRUE)");
        Wire.Answer taken = rollcall.scim("POST", "/Users", user("liv.moe@fabrikam.example", "CC-2", "Moe"));
        assertThat(taken.status()).as(taken.text()).isEqualTo(409);
        assertThat(taken.json().path("scimType").asText()).isEqualTo("uniqueness");
        assertThat(taken.json().path("detail").asText()).contains("Failed to create user in AssetSonar");
        isNobody(rollcall, "liv.moe@fabrikam.example");
        assertThat(row(table, "liv.moe@fabrikam.example")).containsEntry("staff_no", "4711");
    }

    private static void isNobody(RunningRollcall rollcall, String userName) {
        Wire.Answer found = rollcall.scim("GET", "/Users?filter=userName%20eq%20%22" + userName + "%22", null);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().path("totalResults").asInt(-1)).isZero();
    }

    private static Wire.Answer patch(RunningRollcall rollcall, String id, Map<String, Object> value) {
        return rollcall.scim(
                "PATCH",
                "/Users/" + id,
                Map.of(
                        "schemas",
                        List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
                        "Operations",
                        List.of(Map.of("op", "replace", "value", value))));
    }

    private static Map<String, Object> user(String address, String costCenter, String lastName) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, CUSTOM),
                "userName",
                address,
                "name",
                Map.of("givenName", "Ines", "familyName", lastName),
                "emails",
                List.of(Map.of("value", address, "type", "work", "primary", true)),
                "title",
                "Welder",
                "active",
                true,
                ENTERPRISE,
                Map.of("costCenter", costCenter),
                CUSTOM,
                Map.of("badgeNumber", "B-12"));
    }

    /** The person's row, names in lower case as PostgreSQL gives them. */
    private static Map<String, @Nullable Object> row(JdbcTemplate table, String mail) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        table.queryForMap("SELECT * FROM hr.staff WHERE mail = ?", mail)
                .forEach((name, value) -> row.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return row;
    }

    private static int count(JdbcTemplate table) {
        Integer count = table.queryForObject("SELECT COUNT(*) FROM hr.staff", Integer.class);
        return count == null ? 0 : count;
    }
}
