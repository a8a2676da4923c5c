package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** One member spoils every batch that it is in: the others are delivered as fast as without it. */
@Tag("trial")
class PoisonTrialIT {
    private static final int USERS = Trial.FULL ? 2_000 : 600;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void onePoisonMemberAmongTwoThousandHoldsUpNobody(@TempDir Path folder) throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()))) {
            JdbcTemplate database = rollcall.database();
            Pusher pusher = new Pusher(rollcall);
            pusher.push(4, "u", 1, 0, () -> pusher.accepted.size() >= USERS);
            database.execute("ALTER TABLE asset.member ADD CONSTRAINT no_poison CHECK (first_name <> 'Poison')");
            again(database);
            Duration warm = delivered(database);
            again(database);
            Duration without = delivered(database);
            database.update(
                    "UPDATE member SET fields = REPLACE(fields, '\"Given\"', '\"Poison\"') WHERE user_name = ?",
                    pusher.accepted.keySet().iterator().next() + "@corp.example");
            again(database);
            Duration with = delivered(database);
            Integer dead = database.queryForObject("SELECT COUNT(*) FROM delivery WHERE state = 'dead'", Integer.class);
            Trial.say(
                    "poison trial: %d members delivered in %d ms without, in %d ms with one that is refused (%d ms at first); %d dead",
                    pusher.accepted.size(), without.toMillis(), with.toMillis(), warm.toMillis(), dead);
            assertThat(dead).isEqualTo(1);
            assertThat(rollcall.api("GET", "/rejections", null)
                            .json()
                            .at("/rejections/0/problems/0/sentence")
                            .asText())
                    .contains("no_poison");
            assertThat(with).isLessThan(without.multipliedBy(2).plusMillis(1500));
        }
    }

    /** Every member is due. */
    private static void again(JdbcTemplate database) {
        database.update("UPDATE delivery SET state = 'waiting', next_attempt_at = CURRENT_TIMESTAMP");
    }

    private static Duration delivered(JdbcTemplate database) throws InterruptedException {
        long began = System.nanoTime();
        while (waiting(database) > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static int waiting(JdbcTemplate database) {
        Integer waiting =
                database.queryForObject("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'", Integer.class);
        return waiting == null ? 0 : waiting;
    }
}
