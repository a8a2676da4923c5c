package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.sync.PullFixture.On;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Worlds in which a directory loses people, breaks off or lies: nobody above the limit is ever deactivated. */
@Tag("trial")
class GuardTrialIT {
    private static final boolean FULL = Boolean.getBoolean("trials.full");
    private static final int WORLDS = FULL ? 1000 : 40;
    /** People whom an earlier world hid, and who were switched off when they came to light. */
    private static final String BORN_INACTIVE =
            "SELECT COUNT(*) FROM member_history h JOIN member m ON m.id = h.member_id"
                    + " WHERE h.run_id = '%s' AND h.operation = 'create' AND m.status = 'inactive'";

    private static final String ACTIVE =
            "SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@world.example' AND status = 'active'";

    @Test
    @Timeout(1200)
    void nobodyAboveTheLimitIsDeactivatedInAnyWorld() {
        long seed = Long.getLong("trials.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("guard trial: seed " + seed + " (-Dtrials.seed), " + WORLDS + " worlds");
        Map<String, Integer> ends = new TreeMap<>();
        int midst = 0;
        try (PullFixture bench = PullFixture.start(On.H2, RunningRollcall.settings(Map.of()))) {
            Directory directory = bench.source("world", Map.of());
            directory.people(0, 150 + random.nextInt(450), "world.example");
            bench.full("world");
            int next = 10_000;
            for (int world = 0; world < WORLDS; world++) {
                int before = bench.count(ACTIVE);
                next = happen(directory, random, next);
                JsonNode run = bench.run("world", random.nextInt(4) == 0 ? "incremental" : "full", false);
                int after = bench.count(ACTIVE);
                String state = run.path("state").asText();
                int gone = run.at("/counts/deactivated").asInt();
                ends.merge(state, 1, Integer::sum);
                String where = "world " + world + " of seed " + seed + ": " + run;
                boolean acted = state.equals("done")
                        || run.at("/progress/phase").asText().equals("acting");
                if (acted) {
                    midst += state.equals("done") ? 0 : 1;
                    assertThat(gone).as(where).isLessThanOrEqualTo(Math.min(50, Math.max(1, before / 10)));
                    assertThat(after)
                            .as(where)
                            .isEqualTo(before
                                    - gone
                                    + run.at("/counts/created").asInt()
                                    - bench.count(BORN_INACTIVE.formatted(
                                            run.path("id").asText()))
                                    + run.at("/counts/reactivated").asInt());
                } else {
                    assertThat(after).as(where).isEqualTo(before);
                }
                recover(bench, directory, state, run);
            }
        }
        System.out.println(
                "guard trial: " + ends + ", " + midst + " of them stopped in their midst, nobody above the limit");
        assertThat(ends.keySet()).contains("done", "stopped", "failed");
    }

    /** Something happens to the directory, or to the connection. */
    private static int happen(Directory directory, Random random, int next) {
        directory.cutAfter = -1;
        directory.silent = false;
        directory.filter = key -> true;
        int size = directory.size();
        switch (random.nextInt(10)) {
            case 0 -> directory.cutAfter = random.nextInt(Math.max(1, size / Directory.PAGE)) + 1;
            case 1 -> directory.silent = true;
            case 2 -> directory.filter = key -> false;
            case 3 -> {
                int digit = random.nextInt(10);
                directory.filter = key -> key.endsWith(String.valueOf(digit));
            }
            case 4 -> directory.loseSome(random, random.nextInt(Math.max(1, size / 2)));
            case 5 -> directory.disableSome(random, random.nextInt(Math.max(1, size / 4)));
            case 6, 7 -> directory.shiftSome(random, random.nextInt(Math.max(1, size / 4)) + 1);
            default -> directory.loseSome(random, random.nextInt(Math.max(1, size / 15)));
        }
        int born = random.nextInt(30);
        directory.people(next, next + born, "world.example");
        return next + born;
    }

    /** A person looks at what stopped, and approves it if it is real. */
    private static void recover(PullFixture bench, Directory directory, String state, JsonNode run) {
        boolean lied = !directory.isWhole();
        directory.filter = key -> true;
        directory.cutAfter = -1;
        directory.silent = false;
        if (state.equals("stopped")) {
            String id = run.path("id").asText();
            bench.rollcall.api("POST", "/sync-runs/" + id + (lied ? "/cancel" : "/approve"), null);
            bench.ended(id);
        }
    }
}
