package dev.rollcall.delivery;

/**
 * A change that this process may deliver now.
 *
 * @param change the newest state that is wanted
 * @param version the member's version that the change brings about
 * @param fence the claim's number: only its holder may settle the delivery
 * @param attempts how often it was tried, this time included
 */
public record ClaimedChange(Change change, long version, long fence, int attempts) {}
