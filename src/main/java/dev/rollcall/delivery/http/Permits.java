package dev.rollcall.delivery.http;

import dev.rollcall.delivery.TargetTrouble;

/** Asks leave for one request to a target; a step of its route before each {@code http:} step. */
@FunctionalInterface
public interface Permits {
    /**
     * Waits for a permit.
     *
     * @param target {@code assetsonar} or {@code snipe-it}
     * @throws TargetTrouble if none will be free soon, with the time to come back
     */
    void acquire(String target);
}
