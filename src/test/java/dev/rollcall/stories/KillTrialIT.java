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
    private static final boolean FULL = Boolean.getBoolean("rollcall.trials.full");
    private static final int KILLS = FULL ? 10 : 2;
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
        long seed = Long.getLong("rollcall.trials.seed", System.nanoTime());
        System.out.println("kill trial: seed " + seed + " (-Drollcall.trials.seed), " + KILLS + " kills");
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
        for (Map.Entry<String, Pushes.Pushed> entry : pushes.accepted.entrySet()) {
            String state = state(api, entry.getValue());
            while (!state.equals("delivered") && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
                state = state(api, entry.getValue());
            }
            if (!state.equals("delivered")) {
                lost.add(entry.getKey() + " is " + state + " in the asset system");
            }
        }
    }

    private static String state(Http api, Pushes.Pushed pushed) {
        return api.send("GET", "/api/members/" + pushed.id(), null)
                .body()
                .at("/delivery/state")
                .asText();
    }

    /** Looks into the stopped server's database: one row of the asset system a user, with its values. */
    private int checkAssetSystem(RollcallProcess server) throws SQLException {
        int doubled = 0;
        try (Connection connection = DriverManager.getConnection(server.databaseUrl());
                PreparedStatement select = connection.prepareStatement(
                        "SELECT COUNT(*), MIN(m.job_title), MIN(m.last_name), MIN(v.field_value), COUNT(v.field_value) FROM asset.member m"
                                + " LEFT JOIN asset.custom_field_value v ON v.member_id = m.id AND v.custom_field = 'Cost Center'"
                                + " WHERE LOWER(m.user_name) = ?")) {
            for (Map.Entry<String, Pushes.Pushed> entry : accepted.entrySet()) {
                doubled += check(select, entry.getKey(), entry.getValue());
            }
            for (String name : unanswered) {
                doubled += Math.max(0, count(select, name) - 1);
            }
        }
        return doubled;
    }

    /** How many rows too many there are of a user; notes it as lost where a value is not as acknowledged. */
    private int check(PreparedStatement select, String name, Pushes.Pushed pushed) throws SQLException {
        select.setString(1, name + "@corp.example");
        try (ResultSet row = select.executeQuery()) {
            row.next();
            int count = row.getInt(1);
            String title = row.getString(2);
            boolean right = count >= 1
                    && (pushed.title().equals(title) || pushed.asked().equals(title))
                    && ("Of " + name).equals(row.getString(3))
                    && ("CC " + name).equals(row.getString(4));
            if (!right) {
                lost.add(name + ": " + pushed + " but " + count + " rows in the asset system, with the title " + title);
            }
            return Math.max(0, count - 1);
        }
    }

    private static int count(PreparedStatement select, String name) throws SQLException {
        select.setString(1, name + "@corp.example");
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
