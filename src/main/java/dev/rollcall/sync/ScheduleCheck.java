package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.Guard;
import dev.rollcall.settings.RollcallSettings.Limit;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.SourceWarnings;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.springframework.stereotype.Component;

/** Judges schedules, guards and on-vanish before settings come into force. */
@Component
final class ScheduleCheck implements SettingsCheck, SourceWarnings {
    /** Before Rollcall came to be. A time that went by since then is let pass: it must not keep Rollcall from starting. */
    private static final Instant BEFORE = Instant.parse("2026-11-01T00:00:00Z");

    private final Clock clock = Clock.systemUTC();

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        guard("rollcall.guard", settings.guard(), problems);
        settings.sources().forEach((id, source) -> {
            Source.Pull pull = source.pull();
            if (pull != null) {
                String key = "rollcall.sources." + id;
                cron(key + ".schedule", pull.schedule(), problems);
                cron(key + ".incremental-schedule", pull.incrementalSchedule(), problems);
                if (!List.of("deactivate", "keep").contains(pull.onVanish())) {
                    problems.add(key + ".on-vanish must be deactivate or keep, not '" + pull.onVanish() + "'.");
                }
                guard(key + ".guard", pull.guard(), problems);
            }
        });
        return problems;
    }

    private static void cron(String key, String cron, List<String> problems) {
        if (!cron.isBlank() && !CronExpression.isValidExpression(cron)) {
            problems.add(key
                    + " must be a Quartz cron expression of 6 or 7 parts, such as '0 0 * * * ?' for every hour; not '"
                    + cron + "'.");
        } else if (!comes(cron, BEFORE)) {
            problems.add(key + ": the time '" + cron + "' never comes. Check its day, month and year; empty means no"
                    + " schedule.");
        }
    }

    /** Whether no schedule is given, or one with a time after that. */
    private static boolean comes(String cron, Instant after) {
        try {
            return cron.isBlank() || new CronExpression(cron).getNextValidTimeAfter(Date.from(after)) != null;
        } catch (ParseException e) {
            throw new IllegalArgumentException("No cron expression: " + cron, e);
        }
    }

    private static void guard(String key, @Nullable Guard guard, List<String> problems) {
        if (guard != null) {
            percent(key + ".deactivate", guard.deactivate(), problems);
            percent(key + ".change", guard.change(), problems);
        }
    }

    private static void percent(String key, @Nullable Limit limit, List<String> problems) {
        if (limit != null && limit.percent() != null && limit.percent() > 100) {
            problems.add(key + ".percent must be from 0 to 100.");
        }
    }

    /** A source without a limit can deactivate everybody in one run, and one whose schedule is over is read by nobody. */
    @Override
    public List<String> warnings(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        if (source == null || source.pull() == null) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        Guard own = source.pull().guard();
        Limit limit = (own == null ? settings.guard() : own).deactivate();
        if (limit == null || limit.count() == null && (limit.percent() == null || limit.percent() >= 100)) {
            warnings.add("Nothing limits how many members one run may deactivate. Set "
                    + (own == null ? "rollcall.guard.deactivate" : "the source's guard.deactivate")
                    + ", such as percent: 10 and count: 50.");
        }
        over("schedule", source.pull().schedule(), warnings);
        over("incremental-schedule", source.pull().incrementalSchedule(), warnings);
        return warnings;
    }

    private void over(String key, String cron, List<String> warnings) {
        if (!comes(cron, clock.instant())) {
            warnings.add("The last time of " + key + " '" + cron + "' has gone by, so that it starts no run any more.");
        }
    }
}
