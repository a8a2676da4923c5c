package dev.rollcall.sync;

import dev.rollcall.provisioning.Result;
import dev.rollcall.provisioning.Result.Kind;
import java.util.List;

/** How many users a run met, by what became of them. */
public record RunCounts(
        long read,
        long created,
        long updated,
        long unchanged,
        long deactivated,
        long reactivated,
        long rejected,
        long held) {
    static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Of users that were read and did not differ. */
    static RunCounts unchanged(long read, long unchanged) {
        return new RunCounts(read, 0, 0, unchanged, 0, 0, 0, 0);
    }

    /** What became of these; those that are tried again later are not counted yet. */
    static RunCounts of(List<Result> results) {
        long[] by = new long[Kind.values().length];
        results.forEach(result -> by[result.kind().ordinal()]++);
        return new RunCounts(
                0,
                by[Kind.CREATED.ordinal()],
                by[Kind.UPDATED.ordinal()],
                by[Kind.UNCHANGED.ordinal()] + by[Kind.GONE.ordinal()],
                by[Kind.DEACTIVATED.ordinal()],
                by[Kind.REACTIVATED.ordinal()],
                by[Kind.REJECTED.ordinal()],
                by[Kind.HELD.ordinal()]);
    }

    RunCounts plus(RunCounts more) {
        return new RunCounts(
                read + more.read,
                created + more.created,
                updated + more.updated,
                unchanged + more.unchanged,
                deactivated + more.deactivated,
                reactivated + more.reactivated,
                rejected + more.rejected,
                held + more.held);
    }
}
