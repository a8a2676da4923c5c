package dev.rollcall.delivery;

import java.util.concurrent.CompletableFuture;

/**
 * A push's claim and the promise of its outcome; whoever completes the promise first decides who deals with a refusal.
 */
record Ticket(ClaimedChange claimed, CompletableFuture<DeliveryOutcome> outcome) {
    static Ticket of(ClaimedChange claimed) {
        return new Ticket(claimed, new CompletableFuture<>());
    }
}
