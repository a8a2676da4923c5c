package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.Limit;
import dev.rollcall.settings.Source;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Judges a plan before anything is written, and what was done of it: a mistake in a directory, a filter or a mapping must not
 * disable or change the company. New users are not limited, whether they are held or not. Pure.
 *
 * @param limits the source's own, and those of {@code rollcall.guard} where it says nothing
 */
record Guard(RollcallSettings.Guard limits) {
    /** Fewer users than this share of those before are not believed, whatever the limits say. */
    private static final int SUSPICIOUS_PERCENT = 50;

    static Guard of(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        return new Guard(
                source == null || source.pull() == null
                        ? settings.guard()
                        : source.pull().guard(settings.guard()));
    }

    /**
     * Why the plan must not be carried out without a person's word, or {@code null}.
     *
     * @param active how many members of the source are in use now, counted up to the number that is given: all are counted
     *     only where it matters
     */
    @Nullable
    String objection(String sourceId, RunCounts plan, LongUnaryOperator active) {
        long changed = plan.updated() + plan.reactivated();
        long enough = Math.max(enough(limits.deactivate(), plan.deactivated()), enough(limits.change(), changed));
        return enough == 0 ? null : objection(sourceId, plan, changed, active.applyAsLong(enough));
    }

    private @Nullable String objection(String sourceId, RunCounts plan, long changed, long active) {
        long most = most(limits.deactivate(), active);
        if (plan.deactivated() > most) {
            return "Stopped: source '" + sourceId + "' would deactivate " + plan.deactivated() + " of " + active
                    + " active members, and the guard allows " + most
                    + ". Look at the changes; approve the run if they are right, or cancel it and mend the source's base or filter.";
        }
        long mostChanged = most(limits.change(), active);
        if (changed > mostChanged && active > 0) {
            return "Stopped: source '" + sourceId + "' would change " + changed + " members where " + active
                    + " are active, and the guard allows " + mostChanged
                    + ". Look at the changes; approve the run if they are right, or cancel it and mend the source or its mapping.";
        }
        return null;
    }

    /**
     * Why an answer cannot be believed, or {@code null}: far fewer users than before.
     *
     * @param before how many users the source had
     */
    static @Nullable String suspicion(String sourceId, long read, long before) {
        return read * 100 < before * SUSPICIOUS_PERCENT
                ? "Stopped: source '" + sourceId + "' gave " + read + " users where there were " + before
                        + ". If so many have really left, approve the run; else cancel it and look at the source's base, filter and rights."
                : null;
    }

    /** How far active members have to be counted, so that each number of changes up to this one can be judged. */
    long countedFor(long changes) {
        return Math.max(countedFor(limits.deactivate(), changes), countedFor(limits.change(), changes));
    }

    private static long countedFor(@Nullable Limit limit, long changes) {
        Integer percent = limit == null ? null : limit.percent();
        if (limit == null || percent == null || percent == 0) {
            return 0;
        }
        long judged = limit.count() == null ? changes : Math.min(changes, limit.count());
        return (judged * 100 + percent - 1) / percent;
    }

    /** The number of active members from which on a limit allows so many; a number that is never reached if none does. */
    private static long enough(@Nullable Limit limit, long users) {
        if (limit == null || users == 0) {
            return 0;
        }
        Integer percent = limit.percent();
        if (percent != null && percent == 0 || limit.count() != null && users > limit.count()) {
            return Long.MAX_VALUE;
        }
        return percent == null || users == 1 ? 0 : (users * 100 + percent - 1) / percent;
    }

    /**
     * The smaller one of a limit's percentage and number. One person may always leave, or a company of five could never
     * lose one; a percentage of 0 allows nobody.
     */
    static long most(@Nullable Limit limit, long active) {
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        Integer percent = limit.percent();
        long byPercent =
                percent == null ? Long.MAX_VALUE : percent == 0 ? 0 : Math.max(1, active * (long) percent / 100);
        return Math.min(byPercent, limit.count() == null ? Long.MAX_VALUE : limit.count());
    }
}
