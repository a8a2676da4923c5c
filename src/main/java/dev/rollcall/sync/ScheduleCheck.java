package dev.rollcall.sync;

import dev.rollcall.settings.CronSchedule;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.Guard;
import dev.rollcall.settings.RollcallSettings.Limit;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.SourceWarnings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges schedules, guards and on-vanish before settings come into force. */
@Component
final class ScheduleCheck implements SettingsCheck, SourceWarnings {
    private static final int ANY_NUMBER = 999_999_999;

    private final Clock clock = Clock.systemUTC();

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        guard("rollcall.guard", settings.guard(), problems);
        settings.sources().forEach((id, source) -> {
            Source.Pull pull = source.pull();
            if (pull != null) {
                String key = "rollcall.sources." + id;
                CronSchedule.problem(key + ".schedule", pull.schedule()).ifPresent(problems::add);
                CronSchedule.problem(key + ".incremental-schedule", pull.incrementalSchedule())
                        .ifPresent(problems::add);
                if (!List.of("deactivate", "keep").contains(pull.onVanish())) {
                    problems.add(key + ".on-vanish must be deactivate or keep, not '" + pull.onVanish() + "'.");
                }
                guard(key + ".guard", pull.guard(), problems);
            }
        });
        return problems;
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
        Limit limit = source.pull().guard(settings.guard()).deactivate();
        if (limit == null || isAny(limit)) {
            warnings.add("Nothing limits how many members one run may deactivate. Set "
                    + (source.pull().guard() == null ? "rollcall.guard.deactivate" : "the source's guard.deactivate")
                    + ", such as percent: 10 and count: 50.");
        }
        over("schedule", source.pull().schedule(), warnings);
        over("incremental-schedule", source.pull().incrementalSchedule(), warnings);
        return warnings;
    }

    /** Whether a limit lets everybody go: the largest number that a setting takes stands for any. */
    private static boolean isAny(Limit limit) {
        return (limit.percent() == null || limit.percent() >= 100)
                && (limit.count() == null || limit.count() == ANY_NUMBER);
    }

    private void over(String key, String cron, List<String> warnings) {
        if (CronSchedule.isOver(cron, clock.instant())) {
            warnings.add("The last time of " + key + " '" + cron + "' has gone by, so that it starts no run any more.");
        }
    }
}
