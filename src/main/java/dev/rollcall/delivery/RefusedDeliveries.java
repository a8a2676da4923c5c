package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Refused;
import org.jspecify.annotations.Nullable;

/** What becomes of changes that the asset system refused after the push was answered. */
public interface RefusedDeliveries {
    /**
     * What of a refused change takes its member out of use, where that is part of it: to be sent alone, as nobody stays in use
     * for something else that was refused. {@code null} where the change does something else, or nothing else.
     */
    @Nullable
    Change leaving(ClaimedChange claimed);

    /** Settles the delivery as dead and keeps the refusal, for a person to see; a stale claim changes nothing. */
    void refusedLater(ClaimedChange claimed, Refused refusal);
}
