package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.database.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A running Rollcall whose sources are pulled by runs, of directories in the test or of real ones. */
public final class PullFixture implements AutoCloseable {
    public final RunningRollcall rollcall;
    public final JdbcTemplate database;

    /** The databases that runs are tried on. */
    enum On {
        H2,
        POSTGRES
    }

    private PullFixture(RunningRollcall rollcall) {
        this.rollcall = rollcall;
        this.database = rollcall.database();
    }

    static PullFixture start(On on, Map<String, Object> settings, String... arguments) {
        try {
            List<String> all = new ArrayList<>(List.of(arguments));
            if (on == On.POSTGRES) {
                all.addAll(Postgres.newDatabase());
            }
            return new PullFixture(RunningRollcall.start(
                    Files.createTempDirectory("rollcall-pull"), settings, all.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a pulled source with a directory of its own to the settings. */
    Directory source(String id, Map<String, Object> more) {
        Directory directory = new Directory();
        Map<String, Object> source = new LinkedHashMap<>(more);
        source.put("kind", "route");
        change(Map.of("sources", Map.of(id, source)));
        read(id, directory);
        return directory;
    }

    /** Lets a source be read from this directory. */
    void read(String id, Directory directory) {
        try {
            rollcall.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:pull-" + id)
                            .routeId("pull-" + id)
                            .errorHandler(noErrorHandler())
                            .process(exchange ->
                                    directory.read(exchange.getMessage().getBody(dev.rollcall.source.Pull.class)));
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void change(Map<String, ?> patch) {
        Wire.Answer answer = rollcall.api("PATCH", "/settings", patch);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    public Wire.Answer post(@Nullable String source, @Nullable String mode, boolean dryRun) {
        Map<String, Object> wish = new HashMap<>();
        wish.put("source", source);
        wish.put("mode", mode);
        wish.put("dryRun", dryRun);
        return rollcall.api("POST", "/sync-runs", wish);
    }

    /** Starts a run and waits until it ends or stops. */
    public JsonNode run(@Nullable String source, @Nullable String mode, boolean dryRun) {
        return ended(started(source, mode, dryRun));
    }

    String started(@Nullable String source, @Nullable String mode, boolean dryRun) {
        Wire.Answer answer = post(source, mode, dryRun);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    /** A full run that must be done; its counts but those that are zero. */
    public Map<String, Integer> full(String source) {
        return counts(done(run(source, "full", false)));
    }

    /** The fixed point: a run after a run writes nothing. */
    void settled(String source, int users) {
        Map<String, Integer> again = full(source);
        assertThat(again).containsEntry("read", users).doesNotContainKeys("created", "updated", "deactivated");
        List<Map<String, Object>> before = everything();
        assertThat(full(source)).isEqualTo(again);
        assertThat(everything()).isEqualTo(before);
    }

    /** Approves a run that the guard stopped, which must be done then. */
    JsonNode approved(JsonNode stopped) {
        String id = stopped.path("id").asText();
        Wire.Answer answer = rollcall.api("POST", "/sync-runs/" + id + "/approve", null);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return done(ended(id));
    }

    public JsonNode done(JsonNode run) {
        assertThat(run.path("state").asText()).as("%s", run).isEqualTo("done");
        return run;
    }

    public static Map<String, Integer> counts(JsonNode run) {
        Map<String, Integer> counts = new TreeMap<>();
        run.path("counts").properties().forEach(count -> {
            if (count.getValue().asInt() != 0) {
                counts.put(count.getKey(), count.getValue().asInt());
            }
        });
        return counts;
    }

    JsonNode ended(String run) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(40))
                .until(() -> show(run), shown -> !shown.path("state").asText().equals("running"));
    }

    JsonNode show(String run) {
        return rollcall.api("GET", "/sync-runs/" + run, null).json();
    }

    public JsonNode changes(String run) {
        return rollcall.api("GET", "/sync-runs/" + run + "/changes?limit=200", null)
                .json()
                .path("changes");
    }

    /** The only member with this e-mail, as the admin API shows it. */
    public JsonNode member(String email) {
        JsonNode members =
                rollcall.api("GET", "/members?email=" + email, null).json().path("members");
        assertThat(members).as("members with the e-mail %s", email).hasSize(1);
        return members.get(0);
    }

    /** The e-mails of the source's members that a search by the beginning of a name finds. */
    List<String> found(String source, String beginning) {
        String q = URLEncoder.encode(beginning, StandardCharsets.UTF_8);
        List<String> emails = new ArrayList<>();
        rollcall.api("GET", "/members?source=" + source + "&q=" + q, null)
                .json()
                .path("members")
                .forEach(member -> emails.add(member.path("email").asText()));
        return emails;
    }

    /** The only row of the asset system with this e-mail. */
    public Map<String, Object> asset(String email) {
        List<Map<String, Object>> rows = database.queryForList("SELECT * FROM asset.member WHERE email_key = ?", email);
        assertThat(rows)
                .as("rows of the asset system with the e-mail %s", email)
                .hasSize(1);
        return rows.get(0);
    }

    /** How many of a domain the asset system has in use. */
    int inUse(String domain) {
        return count("SELECT COUNT(*) FROM asset.member WHERE email LIKE ? AND status = 'active'", "%@" + domain);
    }

    /** The user names that are rejected now. */
    List<String> openRejections(String source) {
        return database.queryForList(
                "SELECT user_name FROM rejection WHERE source_id = ? AND state = 'open' ORDER BY user_name",
                String.class,
                source);
    }

    public int count(String sql, Object... values) {
        Integer count = database.queryForObject(sql, Integer.class, values);
        return count == null ? -1 : count;
    }

    /** Everything that a run could have written, to see that one wrote nothing. */
    public List<Map<String, Object>> everything() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String table : List.of(
                "source_record ORDER BY id",
                "member ORDER BY id",
                "member_history ORDER BY member_id, version",
                "delivery ORDER BY member_id",
                "rejection ORDER BY id",
                "asset.member ORDER BY id")) {
            all.addAll(database.queryForList("SELECT * FROM " + table));
        }
        return all;
    }

    /** The same of one source, whose people have mail addresses of one domain. */
    public List<Map<String, Object>> everythingOf(String source, String domain) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String select : List.of(
                "* FROM source_record WHERE source_id = ?",
                "* FROM member WHERE source_id = ?",
                "h.* FROM member_history h JOIN member m ON m.id = h.member_id WHERE m.source_id = ?",
                "d.* FROM delivery d JOIN member m ON m.id = d.member_id WHERE m.source_id = ?",
                "* FROM rejection WHERE source_id = ?")) {
            all.addAll(database.queryForList("SELECT " + select, source));
        }
        all.addAll(database.queryForList("SELECT * FROM asset.member WHERE email LIKE ?", "%@" + domain));
        return all;
    }

    @Override
    public void close() {
        rollcall.close();
    }
}
