package dev.rollcall.settings;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** When something is to be done, in Quartz's cron expressions of six or seven parts, and the time zone of the server's clock. */
public final class CronSchedule {
    /** Before Rollcall came to be. A time that went by since then is let pass: it must not keep Rollcall from starting. */
    private static final Instant BEFORE = Instant.parse("2026-11-01T00:00:00Z");

    private CronSchedule() {}

    /** What is wrong with the value of that key, in a sentence; empty if nothing is, or if it is blank, which means no schedule. */
    public static Optional<String> problem(String key, String cron) {
        if (cron.isBlank()) {
            return Optional.empty();
        }
        CronExpression expression = parsed(cron);
        if (expression == null) {
            return Optional.of(key
                    + " must be a Quartz cron expression of 6 or 7 parts (second, minute, hour, day of the"
                    + " month, month, day of the week, year), such as '0 0 8 ? * MON-FRI'; not '" + cron + "'.");
        }
        return expression.getNextValidTimeAfter(Date.from(BEFORE)) != null
                ? Optional.empty()
                : Optional.of(key + ": the time '" + cron
                        + "' never comes. Check its day, month and year; empty means no schedule.");
    }

    /** Whether the last time of a schedule has gone by. */
    public static boolean isOver(String cron, Instant now) {
        return !cron.isBlank() && next(cron, now, 1).isEmpty();
    }

    /** The next times, at most so many; none if it never comes again, or is no schedule. */
    public static List<Instant> next(String cron, Instant from, int most) {
        CronExpression expression = parsed(cron);
        List<Instant> times = new ArrayList<>();
        Date next = expression == null ? null : expression.getNextValidTimeAfter(Date.from(from));
        while (expression != null && next != null && times.size() < most) {
            times.add(next.toInstant());
            next = expression.getNextValidTimeAfter(next);
        }
        return times;
    }

    private static @Nullable CronExpression parsed(String cron) {
        try {
            return new CronExpression(cron.strip());
        } catch (ParseException e) {
            return null; // a form is shown again with its faults
        }
    }
}
