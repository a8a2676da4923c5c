package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Refused;

/** Keeps changes that the asset system refused after the push was answered, for a person to see. */
public interface RefusedDeliveries {
    /** Settles the delivery as dead and keeps the refusal; a stale claim changes nothing. */
    void refusedLater(ClaimedChange claimed, Refused refusal);
}
