package dev.rollcall.delivery;

import org.jspecify.annotations.Nullable;

/** What became of one attempt to deliver one change. */
public sealed interface DeliveryOutcome {
    /** The asset system has it; {@code targetId} is its id of the member. */
    record Delivered(String targetId) implements DeliveryOutcome {}

    /**
     * The asset system said no for good: repeating cannot help.
     *
     * @param reason one line for a person
     * @param uniqueness whether a value that must be unique is taken
     */
    record Refused(String reason, boolean uniqueness) implements DeliveryOutcome {}

    /** Down, slow, limited, or nobody knows: to be tried again. */
    record TryAgain(@Nullable String reason) implements DeliveryOutcome {}
}
