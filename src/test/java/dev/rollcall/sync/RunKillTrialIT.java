package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the server in the midst of runs: the next one ends where an undisturbed one would have ended. */
@Tag("trial")
class RunKillTrialIT {
    private static final boolean FULL = Boolean.getBoolean("trials.full");
    private static final int KILLS = FULL ? 20 : 1;
    private static final int PEOPLE = FULL ? 10_000 : 3_000;
    private static final Map<String, Object> SOURCE = Map.of(
            "kind",
            "route",
            "guard",
            Map.of("deactivate", Map.of("percent", 100, "count", 999_999_999), "change", Map.of("percent", 100)));

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aRunThatIsKilledEndsAsAnUndisturbedOne() throws Exception {
        long seed = Long.getLong("trials.seed", System.nanoTime());
        System.out.println(
                "run kill trial: seed " + seed + " (-Dtrials.seed), " + KILLS + " kills, " + PEOPLE + " people");
        Random random = new Random(seed);
        People people = new People();
        Map<String, Integer> phases = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (PullProcess server = new PullProcess(SOURCE)) {
            DataSource database = database(server);
            people.create(database);
            people.hire(database, PEOPLE);
            for (int kill = 0; kill < KILLS; kill++) {
                server.start();
                String run = server.run();
                moment(server, random);
                JsonNode then = server.newest();
                server.kill();
                phases.merge(
                        then.path("state").asText() + " "
                                + then.at("/progress/phase").asText(),
                        1,
                        Integer::sum);
                server.start();
                JsonNode ended = server.settled();
                assertThat(ended.path("id").asText()).isEqualTo(run);
                assertThat(ended.path("state").asText())
                        .as("%s\n%s", ended, server.exceptions())
                        .isEqualTo("done");
                String next = server.run();
                JsonNode second = server.settled();
                assertThat(second.path("id").asText()).isEqualTo(next);
                assertThat(second.at("/counts/unchanged").asInt())
                        .as("%s", second)
                        .isEqualTo(people.size());
                assertThat(second.at("/counts/read").asInt()).isEqualTo(people.size());
                server.stop();
                wrong.addAll(people.wrong(database));
                people.change(database, "Title " + kill, 10, random);
                people.hire(database, 10);
            }
        }
        System.out.printf(
                "run kill trial: %d kills (%s), %d people in the end, %d wrong, lost or doubled%n",
                KILLS, phases, people.size(), wrong.size());
        assertThat(wrong).isEmpty();
    }

    /** A moment of the run: every third one while it reads, the others while it writes, after a share of its changes. */
    private static void moment(PullProcess server, Random random) throws Exception {
        if (random.nextInt(3) == 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextLong(1500));
            return;
        }
        double share = random.nextDouble();
        JsonNode run = server.newest();
        while (run.path("state").asText().equals("running") && !hasDone(run, share)) {
            run = server.newest();
        }
    }

    private static boolean hasDone(JsonNode run, double share) {
        JsonNode progress = run.path("progress");
        return progress.path("phase").asText().equals("acting")
                && progress.path("done").asLong()
                        > share * progress.path("total").asLong();
    }

    private static DataSource database(PullProcess server) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(server.databaseUrl());
        return database;
    }
}
