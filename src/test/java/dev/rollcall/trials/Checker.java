package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.trials.LedgerTarget.Call;
import dev.rollcall.trials.LedgerTarget.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares what was accepted with what the ledger says: knows nothing of how Rollcall works. */
final class Checker {
    private static final Pattern TITLE = Pattern.compile("\"job_title\"\\s*:\\s*\"(\\d+)\"");

    /**
     * The differences.
     *
     * @param lost accepted users whose last accepted state is not the one in the asset system
     * @param twins members of the asset system too many
     * @param disordered calls that took effect after one with a newer state
     */
    record Findings(List<String> lost, List<String> twins, List<String> disordered) {
        void areNone() {
            assertThat(lost).as("lost").isEmpty();
            assertThat(twins).as("twins").isEmpty();
            assertThat(disordered).as("out of order").isEmpty();
        }

        @Override
        public String toString() {
            return lost.size() + " lost, " + twins.size() + " twins, " + disordered.size() + " out of order";
        }
    }

    private Checker() {}

    /** Waits until nothing waits; gives how long that took. */
    static Duration drained(RunningRollcall rollcall, Duration longest) {
        long began = System.nanoTime();
        Awaitility.await()
                .atMost(longest)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(rollcall.database()
                                .queryForObject("SELECT COUNT(*) FROM delivery WHERE state <> 'delivered'", Long.class))
                        .as("changes that have not arrived")
                        .isZero());
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /**
     * The newest states that were accepted, or recorded though they were answered 503: the database may go away between a
     * commit and the word of it.
     */
    static Map<String, Pusher.Accepted> acceptedOrRecorded(
            Pusher pusher, LedgerTarget ledger, Map<String, String> keys) {
        Map<String, Long> there = new HashMap<>();
        ledger.members().forEach(kept -> there.merge(kept.key(), kept.seq(), Math::max));
        Map<String, Pusher.Accepted> newest = new HashMap<>(pusher.accepted);
        newest.replaceAll((name, last) -> {
            long seq = there.getOrDefault(keys.getOrDefault(name, ""), 0L);
            boolean recorded = seq > last.seq()
                    && pusher.perhaps.getOrDefault(name, Set.of()).contains(seq);
            return recorded ? new Pusher.Accepted(last.id(), seq) : last;
        });
        return newest;
    }

    /** Where each user has one client, so that states are accepted in the order of their numbers. */
    static Findings check(Map<String, Pusher.Accepted> accepted, LedgerTarget ledger, Map<String, String> keys) {
        return check(accepted, ledger, keys, Map.of());
    }

    /** {@code versions} are the member's versions by {@code key + "/" + seq}, where clients raced. */
    static Findings check(
            Map<String, Pusher.Accepted> accepted,
            LedgerTarget ledger,
            Map<String, String> keys,
            Map<String, Long> versions) {
        Map<String, List<Kept>> byKey = new TreeMap<>();
        ledger.members()
                .forEach(kept -> byKey.computeIfAbsent(kept.key(), key -> new ArrayList<>())
                        .add(kept));
        List<String> lost = new ArrayList<>();
        accepted.forEach((name, last) -> {
            List<Kept> kept = byKey.getOrDefault(keys.getOrDefault(name, ""), List.of());
            if (kept.stream().noneMatch(one -> one.seq() == last.seq())) {
                lost.add(name + " " + last.seq() + " but " + kept);
            }
        });
        List<String> twins = byKey.values().stream()
                .filter(kept -> kept.size() > 1)
                .map(List::toString)
                .toList();
        return new Findings(lost, twins, disordered(ledger.ledger(), versions));
    }

    private static List<String> disordered(List<Call> calls, Map<String, Long> versions) {
        Map<String, Long> newest = new HashMap<>();
        List<String> disordered = new ArrayList<>();
        for (Call call : calls) {
            if (call.committed()) {
                long order = versions.getOrDefault(call.key() + "/" + call.seq(), call.seq());
                long before = newest.merge(call.key(), order, Math::max);
                if (before > order) {
                    disordered.add(call + " after " + before);
                }
            }
        }
        return disordered;
    }

    /** The versions in which members took their states, by {@code key + "/" + seq}: as the history tells. */
    static Map<String, Long> versions(JdbcTemplate database) {
        Map<String, Long> versions = new HashMap<>();
        database.query("SELECT member_id, version, after FROM member_history", rows -> {
            Matcher title = TITLE.matcher(rows.getString(3));
            if (title.find()) {
                versions.put(rows.getString(1) + "/" + title.group(1), rows.getLong(2));
            }
        });
        return versions;
    }

    /** Our member ids by user name without its domain. */
    static Map<String, String> keys(RunningRollcall rollcall) {
        return keys(rollcall.database());
    }

    static Map<String, String> keys(JdbcTemplate database) {
        Map<String, String> keys = new HashMap<>();
        database.query("SELECT user_name, id FROM member", rows -> {
            keys.put(rows.getString(1).replace("@corp.example", ""), rows.getString(2));
        });
        return keys;
    }
}
