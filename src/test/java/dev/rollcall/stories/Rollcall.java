package dev.rollcall.stories;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.RollcallApplication;
import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.provisioning.Adoption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole application on a real port, and a look behind it into its database. */
final class Rollcall {
    final JdbcTemplate jdbc;
    private final ConfigurableApplicationContext context;
    private final String base;
    private final Http api;

    private Rollcall(JdbcTemplate jdbc, ConfigurableApplicationContext context, String base) {
        this.jdbc = jdbc;
        this.context = context;
        this.base = base;
        this.api = new Http(base, basic("admin", StorySettings.ADMIN_PASSWORD));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Starts in a data directory of its own, with the shipped routes. */
    static Rollcall start(List<String> arguments, String overlay) {
        try {
            Path folder = Files.createTempDirectory("rollcall-stories");
            Path file = Files.writeString(folder.resolve("overlay.yaml"), overlay);
            List<String> all = new ArrayList<>(List.of(
                    "--server.port=0",
                    "--rollcall.data-dir=" + folder.resolve("data"),
                    "--spring.config.additional-location=file:" + file));
            all.addAll(arguments);
            var context = (ServletWebServerApplicationContext)
                    SpringApplication.run(RollcallApplication.class, all.toArray(String[]::new));
            return new Rollcall(
                    new JdbcTemplate(context.getBean("dataSource", DataSource.class)),
                    context,
                    "http://127.0.0.1:" + context.getWebServer().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ScimClient source(String id) {
        return new ScimClient(base, StorySettings.token(id));
    }

    /** The member of a user, by SCIM id or member id, as the admin API shows it. */
    JsonNode member(String id) {
        Answer answer = api.send("GET", "/api/members/" + id, null);
        if (answer.status() != 200) {
            throw new AssertionError("the member " + id + " was answered " + answer);
        }
        return answer.body();
    }

    /** The console, as the admin sees it. */
    ConsoleSession console() {
        return ConsoleSession.signIn(URI.create(base).getPort(), "admin", StorySettings.ADMIN_PASSWORD);
    }

    /** What the admin API answers to somebody. */
    Answer api(String name, String password, String path) {
        return new Http(base, basic(name, password)).send("GET", "/api" + path, null);
    }

    /** What the admin API answers to an admin who sends something. */
    Answer post(String path, JsonNode body) {
        return api.send("POST", "/api" + path, body);
    }

    /** What the admin API answers to an admin who changes the settings. */
    Answer patchSettings(JsonNode patch) {
        return api.send("PATCH", "/api/settings", patch);
    }

    /** Members with this e-mail, of every source and of none. */
    JsonNode membersByEmail(String email) {
        return api.send("GET", "/api/members?email=" + email, null).body().path("members");
    }

    /** The newest rejection of a user as the admin API lists it; a missing node where there is none. */
    JsonNode rejection(String source, String userName) {
        for (JsonNode one : api.send("GET", "/api/rejections?limit=200&source=" + source, null)
                .body()
                .path("rejections")) {
            if (one.path("userName").asText().equals(userName)) {
                return one;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** The rows of the asset system's members with this e-mail; column names in lower or upper case, no matter which. */
    /** What came of a rejection that was sent through the pipeline again. */
    JsonNode replay(JsonNode rejection) {
        return api.send("POST", "/api/rejections/" + rejection.path("id").asText() + "/replay", null)
                .body();
    }

    List<Map<String, Object>> assetMembers(String email) {
        return jdbc.queryForList("SELECT * FROM asset.member WHERE LOWER(email) = LOWER(?)", email);
    }

    String assetCustomField(String email, String field) {
        List<String> values = jdbc.queryForList(
                "SELECT v.field_value FROM asset.custom_field_value v JOIN asset.member m ON m.id = v.member_id"
                        + " WHERE LOWER(m.email) = LOWER(?) AND v.custom_field = ?",
                String.class,
                email,
                field);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Applies the mapping to the stored users of a source anew, and waits for the end of it. */
    void remap(String source) {
        JsonNode order = Http.JSON.createObjectNode().put("source", source).put("mode", "remap");
        Answer started = api.send("POST", "/api/sync-runs", order);
        await(60)
                .until(() -> api.send("GET", "/api/sync-runs/" + started.id(), null)
                        .body()
                        .path("state")
                        .asText()
                        .equals("done"));
    }

    int count(String sql, Object... values) {
        Integer count = jdbc.queryForObject(sql, Integer.class, values);
        return count == null ? -1 : count;
    }

    /** Writes a member as the asset system's own people do: Rollcall does not know of it. */
    void insertIntoAssetSystem(String id, String email, String role) {
        jdbc.update(
                "INSERT INTO asset.member (id, email, first_name, last_name, role, status) VALUES (?, ?, 'By', 'Hand', ?, 'active')",
                id,
                email,
                role);
    }

    /** Reads the asset system's members now, as the route refresh-adoptable does every minute. */
    void refreshAdoptable() {
        context.getBean(Adoption.class).refresh();
    }

    void close() {
        context.close();
    }

    static ConditionFactory await(int seconds) {
        return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }
}
