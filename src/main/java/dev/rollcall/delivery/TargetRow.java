package dev.rollcall.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all replicas know of a target, at one moment of the database's time. Pure: each method gives the row as it becomes.
 *
 * @param now the database's time when the row was read
 * @param nextPermitAt the rate limit's state (the "theoretical arrival time" of a generic cell rate algorithm)
 * @param heldUntil until when the target asked to be left alone
 * @param openUntil until when the circuit breaker is open; {@code null} it is closed
 * @param openings how often in a row it opened
 * @param reason why it opened
 */
record TargetRow(
        Instant now,
        @Nullable Instant nextPermitAt,
        @Nullable Instant heldUntil,
        @Nullable Instant openUntil,
        int openings,
        @Nullable String reason) {

    /** The longest time for which an open breaker asks nothing of the target, in seconds. */
    private static final int LONGEST_OPEN = 30;

    private static final int MOST_DOUBLINGS = 5;

    /** A row that becomes another, and what the change yields. */
    record Next<T>(TargetRow row, T result) {}

    boolean isOpen() {
        return openUntil != null;
    }

    /** How long nothing may be sent: until the hold ends, or the breaker's next probe is due. */
    Duration rest() {
        Duration held = remaining(heldUntil);
        Duration open = remaining(openUntil);
        return held.compareTo(open) > 0 ? held : open;
    }

    /** How long the target still wants to be left alone. */
    Duration held() {
        return remaining(heldUntil);
    }

    private Duration remaining(@Nullable Instant until) {
        return until == null || !until.isAfter(now) ? Duration.ZERO : Duration.between(now, until);
    }

    /** Nobody sends anything for {@code time}; a longer hold that is in force stays. */
    TargetRow hold(Duration time) {
        Instant until = now.plus(time);
        return heldUntil != null && heldUntil.isAfter(until)
                ? this
                : new TargetRow(now, nextPermitAt, until, openUntil, openings, reason);
    }

    /** The breaker opens for 1 s, 2 s, 4 s … 30 s; an open one that waits for its probe stays as it is. */
    TargetRow open(String why, boolean probed) {
        if (openUntil != null && !probed) {
            return this;
        }
        int seconds = Math.min(LONGEST_OPEN, 1 << Math.min(openings, MOST_DOUBLINGS));
        return new TargetRow(now, nextPermitAt, heldUntil, now.plusSeconds(seconds), openings + 1, why);
    }

    TargetRow close() {
        return new TargetRow(now, nextPermitAt, heldUntil, null, 0, null);
    }

    /** Whether the caller may probe an open breaker; the next probe is then due after {@code within}. */
    Next<Boolean> probe(Duration within) {
        return openUntil == null || openUntil.isAfter(now) || !held().isZero()
                ? new Next<>(this, false)
                : new Next<>(new TargetRow(now, nextPermitAt, heldUntil, now.plus(within), openings, reason), true);
    }

    /** The next probe is due soon: there was nothing to probe with. */
    TargetRow probeLater() {
        return openUntil == null
                ? this
                : new TargetRow(now, nextPermitAt, heldUntil, now.plusSeconds(1), openings, reason);
    }

    /**
     * Takes a permit.
     *
     * @param pace how fast permits come and how many may be saved up
     * @param longest how long the caller is willing to wait
     * @return how long to wait for the permit, or its negative where that would be longer and none is taken
     */
    Next<Duration> permit(Pace pace, Duration longest) {
        Duration store = pace.spacing().multipliedBy(pace.burst() - 1L);
        Instant free = now.plus(held());
        Instant next = nextPermitAt == null || nextPermitAt.isBefore(free) ? free : nextPermitAt;
        if (heldUntil != null && next.isBefore(heldUntil.plus(store))) {
            // Who was told to slow down does not come back with all that could be saved up meanwhile.
            next = heldUntil.plus(store);
        }
        Instant permit = next.minus(store);
        permit = permit.isBefore(free) ? free : permit;
        Duration wait = Duration.between(now, permit);
        if (wait.compareTo(longest) > 0) {
            return new Next<>(this, wait.negated());
        }
        return new Next<>(new TargetRow(now, next.plus(pace.spacing()), heldUntil, openUntil, openings, reason), wait);
    }

    /**
     * How fast permits come, so that no window of a minute ever holds more than the limit, however calls were timed.
     *
     * @param spacing time between two permits in the long run
     * @param burst how many may be used at once after a rest
     */
    record Pace(Duration spacing, int burst) {
        private static final double SAVED_UP = 0.025;
        private static final double LEAST_USED = 0.96;
        private static final double MINUTE_MICROS = 60_000_000;

        /**
         * At least 95 % of the limit from 20 a minute on. What may be saved up is taken off the rate: a minute that begins
         * with a burst has the limit and no more.
         */
        static Pace of(int perMinute) {
            int burst = Math.max(1, (int) (perMinute * SAVED_UP));
            double rate = Math.max(perMinute - burst, perMinute * LEAST_USED);
            return new Pace(Duration.of((long) Math.ceil(MINUTE_MICROS / rate), ChronoUnit.MICROS), burst);
        }
    }
}
