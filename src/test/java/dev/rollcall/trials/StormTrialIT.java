package dev.rollcall.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.trials.LedgerTarget.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An asset system that limits its callers: four workers keep to the limit, use it, and come back when they were told to. */
@Tag("trial")
class StormTrialIT {
    private static final int PER_MINUTE = 600;
    private static final int SECONDS = Trial.FULL ? 180 : 8;

    /** A call that was on its way when another was told to wait cannot know. */
    private static final long ON_ITS_WAY = TimeUnit.MILLISECONDS.toNanos(60);

    /** The call that is always told to wait, so that a short trial has a storm whatever its seed. */
    private static final int FIRST_STORM = 20;

    private int seen;

    /** From {@code from}, when the answer left, until {@code until} no call was welcome. */
    private record Told(long from, long until) {}

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nobodyCallsEarlierThanToldAndTheLimitIsUsed(@TempDir Path folder) throws Exception {
        long seed = Trial.seed("storm trial");
        Random random = new Random(seed);
        List<Told> told = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "delivery",
                Map.of("route", "direct:deliver-snipe-it", "inline-wait", "100ms"),
                "targets",
                Map.of(
                        "snipe-it",
                        Map.of("url", "http://127.0.0.1:1", "token", "t", "requests-per-minute", PER_MINUTE)));
        try (LedgerTarget ledger = new LedgerTarget();
                RunningRollcall rollcall = LedgerRoute.start(folder, ledger, "snipe-it", settings)) {
            ledger.down();
            Pusher pusher = new Pusher(rollcall);
            int users = PER_MINUTE / 60 * SECONDS * 3 / 2;
            pusher.push(8, "u", seed, 0, () -> pusher.accepted.size() >= users);
            ledger.fault = (exchange, key, commit) -> {
                synchronized (random) {
                    boolean storm = ++seen == FIRST_STORM || random.nextInt(Trial.FULL ? 150 : 30) == 0;
                    if (!storm) {
                        return -1;
                    }
                    int seconds = 1 + random.nextInt(3);
                    boolean date = random.nextBoolean();
                    exchange.getResponseHeaders().set("Retry-After", date ? inSeconds(seconds) : "" + seconds);
                    int status = LedgerTarget.answer(exchange, 429, "");
                    long now = System.nanoTime();
                    told.add(new Told(now, now + TimeUnit.SECONDS.toNanos(seconds)));
                    return status;
                }
            };
            ledger.up();
            long start = firstCall(ledger);
            TimeUnit.SECONDS.sleep(SECONDS);
            long end = System.nanoTime();
            List<Call> calls = ledger.ledger().stream()
                    .filter(call -> call.at() >= start && call.at() <= end)
                    .toList();
            List<Told> asked;
            synchronized (random) {
                asked = List.copyOf(told);
            }
            report(calls, asked, start, end);
            assertThat(pusher.surprises).isEmpty();
        }
    }

    private static String inSeconds(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }

    private static long firstCall(LedgerTarget ledger) throws InterruptedException {
        long longest = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ledger.ledger().isEmpty() && System.nanoTime() < longest) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(ledger.ledger()).as("calls within a minute").isNotEmpty();
        return ledger.ledger().get(0).at();
    }

    private static void report(List<Call> calls, List<Told> told, long start, long end) {
        long early = calls.stream()
                .filter(call ->
                        told.stream().anyMatch(it -> call.at() > it.from() + ON_ITS_WAY && call.at() < it.until()))
                .count();
        long onTheirWay = calls.stream()
                .filter(call ->
                        told.stream().anyMatch(it -> call.at() > it.from() && call.at() <= it.from() + ON_ITS_WAY))
                .count();
        double held = held(told, start, end) / 1e9;
        double open = (end - start) / 1e9 - held;
        double used = calls.size() / (open * PER_MINUTE / 60);
        int most = mostInAMinute(calls);
        Trial.say(
                "storm trial: %d calls in %.0f s, of which it wanted to be left alone for %.1f s in %d storms; %d earlier than told,"
                        + " %d on their way; at most %d in a minute of %d permitted; %.1f %% of the permitted rate used",
                calls.size(), (end - start) / 1e9, held, told.size(), early, onTheirWay, most, PER_MINUTE, used * 100);
        assertThat(told).isNotEmpty();
        assertThat(early).as("calls earlier than told").isZero();
        assertThat(most).as("calls in a minute").isLessThanOrEqualTo(PER_MINUTE);
        assertThat(used).as("part of the permitted rate").isGreaterThanOrEqualTo(Trial.FULL ? 0.95 : 0.85);
    }

    /** The time in nanoseconds in which no call was welcome; what overlaps counts once. */
    private static long held(List<Told> told, long start, long end) {
        long held = 0;
        long until = start;
        for (Told one : told.stream().sorted(Comparator.comparing(Told::from)).toList()) {
            long from = Math.max(until, one.from());
            long to = Math.min(end, one.until());
            if (to > from) {
                held += to - from;
                until = to;
            }
        }
        return held;
    }

    private static int mostInAMinute(List<Call> calls) {
        int most = 0;
        int from = 0;
        List<Long> times = calls.stream().map(Call::at).sorted().toList();
        for (int to = 0; to < times.size(); to++) {
            while (times.get(to) - times.get(from) >= Duration.ofMinutes(1).toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
