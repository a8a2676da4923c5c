package dev.rollcall.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run, as it is stored.
 *
 * @param source the source; {@code null} for all
 * @param mode what was asked for
 * @param readMode what is done: an incremental run may become a full one
 * @param startedBy a console user, or {@code schedule}
 * @param state {@code running}, {@code stopped} (waits for a person), {@code done}, {@code failed} or {@code cancelled}
 * @param phase {@code reading}, {@code comparing}, {@code acting} or {@code ended}
 * @param planned how many users differ from what is stored
 * @param acted how many of these are dealt with
 * @param sentence how it ended, or why it stopped; while it acts, what its end is to say beside the counts
 * @param stopped since when it waits for a person; kept when it goes on
 * @param remapsThen whether what is stored is mapped anew after it was done
 * @param followedBy the run that does so, once it was started
 * @param fence rises with every process that takes the run
 */
public record Run(
        UUID id,
        @Nullable String source,
        Mode mode,
        Mode readMode,
        boolean dryRun,
        String startedBy,
        String state,
        String phase,
        boolean approved,
        RunCounts counts,
        long planned,
        long acted,
        @Nullable String sentence,
        @Nullable String watermark,
        Instant started,
        @Nullable Instant ended,
        double seconds,
        @Nullable Instant stopped,
        boolean remapsThen,
        @Nullable UUID followedBy,
        long fence) {
    /** States in which a run may still write. */
    public static final String RUNNING = "running";

    /** The guard wants a person's word. */
    public static final String STOPPED = "stopped";

    /** Ended well. */
    public static final String DONE = "done";

    static final String FAILED = "failed";
    static final String CANCELLED = "cancelled";

    static final String READING = "reading";
    static final String COMPARING = "comparing";
    static final String ACTING = "acting";
}
