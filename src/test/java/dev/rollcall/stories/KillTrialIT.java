package dev.rollcall.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the server in the midst of a storm of pushes: what it acknowledged is there afterwards, and there once. */
@Tag("trial")
class KillTrialIT {
    private static final boolean FULL = Boolean.getBoolean("trials.full");
    private static final int KILLS = FULL ? 10 : 1;
    private static final int CLIENTS = 8;
    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(30);

    private final Map<String, Pushes.Pushed> accepted = new TreeMap<>();
    private final List<String> unanswered = new ArrayList<>();
    private final List<String> readyAfter = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int acknowledged;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedSurvivesKillsAndIsDeliveredOnce() throws Exception {
        long seed = Long.getLong("trials.seed", System.nanoTime());
        System.out.println("kill trial: seed " + seed + " (-Dtrials.seed), " + KILLS + " kills");
        Random random = new Random(seed);
        try (RollcallProcess server = new RollcallProcess()) {
            server.start();
            for (int kill = 0; kill < KILLS; kill++) {
                Pushes pushes = killedStorm(server, "k" + kill, random);
                readyAfter.add(seconds(server.start()));
                check(server, pushes);
            }
            server.stop();
            int doubled = checkAssetSystem(server);
            System.out.printf(
                    "kill trial: %d users accepted (%d acknowledged changes), %d without an answer, %d lost, %d doubled;"
                            + " ready after %s s%n",
                    accepted.size(),
                    acknowledged,
                    unanswered.size(),
                    lost.size(),
                    doubled,
                    String.join(", ", readyAfter));
            assertThat(lost).as("acknowledged and lost").isEmpty();
            assertThat(doubled).as("members doubled").isZero();
        }
    }

    private static String seconds(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    /** Lets the clients push as fast as they can and kills the server after one to four seconds. */
    private Pushes killedStorm(RollcallProcess server, String prefix, Random random) throws InterruptedException {
        Pushes pushes = new Pushes();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            String name = prefix + "." + i;
            long seed = random.nextLong();
            clients.execute(() -> pushes.storm(server.client(), name, seed));
        }
        assertThat(pushes.begun.await(60, TimeUnit.SECONDS))
                .as("users are accepted: %s", pushes.surprises)
                .isTrue();
        TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(3000));
        server.kill();
        clients.shutdown();
        assertThat(clients.awaitTermination(90, TimeUnit.SECONDS))
                .as("the clients end")
                .isTrue();
        assertThat(pushes.surprises).as("answers before the kill").isEmpty();
        assertThat(pushes.accepted).isNotEmpty();
        return pushes;
    }

    /** Every acknowledged user is found in its last acknowledged state, and reaches the asset system soon. */
    private void check(RollcallProcess server, Pushes pushes) throws InterruptedException {
        accepted.putAll(pushes.accepted);
        unanswered.addAll(pushes.unanswered);
        acknowledged += pushes.acknowledged.get();
        ScimClient client = server.client();
        Http api = new Http(server.base(), Rollcall.basic("admin", StorySettings.ADMIN_PASSWORD));
        pushes.accepted.forEach((name, pushed) -> {
            JsonNode found = client.findByUserName(name + "@corp.example");
            String title = found.at("/0/title").asText();
            boolean right = found.size() == 1
                    && found.at("/0/id").asText().equals(pushed.id())
                    && (title.equals(pushed.title()) || title.equals(pushed.asked()));
            if (!right) {
                lost.add(name + ": " + pushed + " but " + found);
            }
        });
        long end = System.nanoTime() + DELIVERED_WITHIN.toNanos();
        for (String state : List.of("waiting", "dead")) {
            JsonNode late = deliveries(api, state);
            while (!late.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
                late = deliveries(api, state);
            }
            if (!late.isEmpty()) {
                lost.add("a change is " + state + ": " + late);
            }
        }
    }

    /** Some of the deliveries in that state. */
    private static JsonNode deliveries(Http api, String state) {
        return api.send("GET", "/api/deliveries?limit=1&state=" + state, null)
                .body()
                .path("deliveries");
    }

    /** A member as the asset system has it; {@code rows} is 1 if all is well. */
    private record Row(int rows, String title, String lastName, String costCenter) {}

    /** Looks into the stopped server's database: one row of the asset system a user, with its values. */
    private int checkAssetSystem(RollcallProcess server) throws SQLException {
        Map<String, Row> rows = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(server.databaseUrl());
                PreparedStatement select = connection.prepareStatement(
                        "SELECT LOWER(m.user_name), COUNT(DISTINCT m.id), MIN(m.job_title), MIN(m.last_name), MIN(v.field_value) FROM asset.member m"
                                + " LEFT JOIN asset.custom_field_value v ON v.member_id = m.id AND v.custom_field = 'Cost Center'"
                                + " GROUP BY LOWER(m.user_name)");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.put(
                        row.getString(1).replace("@corp.example", ""),
                        new Row(row.getInt(2), row.getString(3), row.getString(4), row.getString(5)));
            }
        }
        accepted.forEach((name, pushed) -> {
            Row row = rows.get(name);
            boolean right = row != null
                    && (pushed.title().equals(row.title) || pushed.asked().equals(row.title))
                    && ("Of " + name).equals(row.lastName)
                    && ("CC " + name).equals(row.costCenter);
            if (!right) {
                lost.add(name + ": " + pushed + " but " + row + " in the asset system");
            }
        });
        return rows.values().stream().mapToInt(row -> row.rows - 1).sum();
    }
}
