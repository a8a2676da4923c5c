package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two replicas on one PostgreSQL: a schedule wakes both and one runs; when that one dies the other goes on. */
@Tag("trial")
class ReplicasTrialIT {
    private static final boolean FULL = Boolean.getBoolean("trials.full");
    private static final int KILLS = FULL ? 5 : 1;
    private static final int SECONDS = FULL ? 60 : 15;
    private static final int PEOPLE = FULL ? 10_000 : 4_000;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void eachScheduledRunHappensOnceAndADeadReplicasRunIsTakenOver() throws Exception {
        Map<String, Object> source = Map.of(
                "kind", "route",
                "schedule", "0/3 * * * * ?",
                "guard",
                        Map.of(
                                "deactivate",
                                Map.of("percent", 100, "count", 999_999_999),
                                "change",
                                Map.of("percent", 100)));
        People people = new People();
        Random random = new Random(1);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            people.create(postgres.getPostgresDatabase());
            people.hire(postgres.getPostgresDatabase(), PEOPLE);
            String[] database = {
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres"
            };
            JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
            try (PullProcess one = new PullProcess(source, database);
                    PullProcess two = new PullProcess(source, database)) {
                one.start();
                two.start();
                scheduled(jdbc);
                pause(one, two);
                PullProcess first = one;
                PullProcess second = two;
                for (int kill = 0; kill < KILLS; kill++) {
                    people.change(postgres.getPostgresDatabase(), "Title " + kill, 5, random);
                    takenOver(jdbc, first, second);
                    assertThat(people.wrong(postgres.getPostgresDatabase())).isEmpty();
                    first.start();
                    PullProcess killed = first;
                    first = second;
                    second = killed;
                }
            }
        }
    }

    /** For a while both are woken every 3 seconds. */
    private static void scheduled(JdbcTemplate jdbc) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SECONDS);
        List<Long> slots = jdbc.queryForList(
                "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM started) / 3) AS BIGINT) FROM sync_run WHERE started_by = 'schedule' AND mode = 'full'",
                Long.class);
        System.out.printf("replicas trial: %d scheduled runs in %d s, none twice%n", slots.size(), SECONDS);
        assertThat(slots).doesNotHaveDuplicates().hasSizeGreaterThan(SECONDS / 3 / 4);
    }

    private static void pause(PullProcess one, PullProcess two) {
        assertThat(schedule(one)).isEqualTo(schedule(two)).isNotEmpty();
        assertThat(one.api("PATCH", "/settings", Map.of("sources", Map.of("corp", Map.of("schedule", ""))))
                        .status())
                .isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> schedule(one).isEmpty()
                        && schedule(two).isEmpty()
                        && !one.newest().path("state").asText().equals("running"));
    }

    /** The one that is in force there. */
    private static String schedule(PullProcess server) {
        return server.api("GET", "/settings", null)
                .json()
                .at("/sources/corp/schedule")
                .asText();
    }

    private static void takenOver(JdbcTemplate jdbc, PullProcess first, PullProcess second) throws Exception {
        String run = first.run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        jdbc.queryForObject("SELECT acted FROM sync_run WHERE id = CAST(? AS UUID)", Long.class, run)
                                > 0);
        first.kill();
        Instant killed = Instant.now();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        jdbc.queryForObject("SELECT fence FROM sync_run WHERE id = CAST(? AS UUID)", Long.class, run)
                                > 1);
        double seconds = Duration.between(killed, Instant.now()).toMillis() / 1000.0;
        JsonNode done = second.settled();
        System.out.printf(
                "replicas trial: taken over after %.1f s: %s%n",
                seconds, done.path("sentence").asText());
        assertThat(done.path("id").asText()).isEqualTo(run);
        assertThat(done.path("state").asText()).as("%s", done).isEqualTo("done");
    }
}
