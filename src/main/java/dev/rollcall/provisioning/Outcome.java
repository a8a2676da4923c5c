package dev.rollcall.provisioning;

import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.member.Problem;
import dev.rollcall.source.StoredRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the pipeline ended for one intent. */
public sealed interface Outcome {
    /**
     * Durable.
     *
     * @param record the record as it is now stored; after a removal as it last was
     * @param claimed the change to deliver at once; {@code null} if there is none, or if another delivery of the member is
     *     under way and will be followed by this one
     */
    record Recorded(StoredRecord record, @Nullable ClaimedChange claimed, PutBack putBack) implements Outcome {}

    /** Nothing differs from what is stored. */
    record Unchanged(StoredRecord record) implements Outcome {}

    /** The user cannot become a member; nothing was stored but the rejection. */
    record Rejected(boolean create, List<Problem> problems) implements Outcome {}

    /** No such user in this source. */
    record NotFound() implements Outcome {}

    /** The state is not the one that the caller wanted to change. */
    record PreconditionFailed() implements Outcome {}

    /** Undoes a recorded change which the asset system refused. */
    @FunctionalInterface
    interface PutBack {
        /** Puts the record back as it was and keeps {@code problem} as a rejection. */
        void because(Problem problem);
    }
}
