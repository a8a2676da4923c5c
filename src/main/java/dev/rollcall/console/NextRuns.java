package dev.rollcall.console;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.quartz.CronExpression;

/**
 * When a schedule fires next, in the time zone of the server's clock.
 *
 * @param what what is run then
 * @param at the next times; none where the schedule never fires again
 */
record NextRuns(String what, List<Instant> at) {
    static NextRuns of(String what, String cron, Instant from, int most) {
        List<Instant> times = new ArrayList<>();
        try {
            CronExpression expression = new CronExpression(cron);
            Date next = expression.getNextValidTimeAfter(Date.from(from));
            while (next != null && times.size() < most) {
                times.add(next.toInstant());
                next = expression.getNextValidTimeAfter(next);
            }
        } catch (ParseException e) {
            // Settings in force have been checked; a form that is shown again with its faults has none to show.
        }
        return new NextRuns(what, times);
    }
}
