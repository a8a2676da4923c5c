package dev.rollcall.trials;

import java.util.List;
import java.util.Locale;

/** Short by default; with their full figures under {@code -Ptrials}. */
final class Trial {
    static final boolean FULL = Boolean.getBoolean("trials.full");

    private Trial() {}

    static long seed(String trial) {
        long seed = Long.getLong("trials.seed", System.nanoTime());
        say("%s: seed %d (-Dtrials.seed)", trial, seed);
        return seed;
    }

    static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    /** The time in milliseconds that {@code percent} of the given microseconds do not exceed. */
    static double percentile(List<Long> micros, double percent) {
        List<Long> sorted = micros.stream().sorted().toList();
        int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, index)) / 1000.0;
    }
}
