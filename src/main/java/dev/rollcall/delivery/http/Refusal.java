package dev.rollcall.delivery.http;

/** Ends the work on one change, however deep: the target says no for good. Never leaves the target's bean. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean uniqueness;

    /**
     * A refusal.
     *
     * @param reason one line for a person, with the way out and without the member's values
     * @param uniqueness whether a value that must be unique is taken
     */
    public Refusal(String reason, boolean uniqueness) {
        super(reason, null, false, false);
        this.uniqueness = uniqueness;
    }

    /** Whether a value that must be unique is taken. */
    public boolean uniqueness() {
        return uniqueness;
    }
}
