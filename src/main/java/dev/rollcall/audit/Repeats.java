package dev.rollcall.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Says of what repeats, and of what a stranger can repeat at will, which times are worth an entry: each of the first few,
 * then the tenth, the hundredth, the thousandth. After an hour of quiet it begins anew.
 */
public final class Repeats {
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final int first;
    private final Map<String, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST;
        }
    };

    /** One that takes each of that many. */
    public Repeats(Clock clock, int first) {
        this.clock = clock;
        this.first = first;
    }

    private record Count(int times, long last) {}

    /**
     * Counts one more.
     *
     * @return how many there were, if this one is worth an entry
     */
    public synchronized OptionalInt more(String kind) {
        Count before = counts.get(kind);
        long now = clock.millis();
        int times = before == null || now - before.last() > FORGOTTEN_AFTER.toMillis() ? 1 : before.times() + 1;
        counts.put(kind, new Count(times, now));
        return times <= first || isTenfold(times) ? OptionalInt.of(times) : OptionalInt.empty();
    }

    private static boolean isTenfold(int times) {
        int left = times;
        while (left % 10 == 0) {
            left /= 10;
        }
        return left == 1;
    }
}
