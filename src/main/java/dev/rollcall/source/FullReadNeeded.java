package dev.rollcall.source;

/** The watermark does not tell what changed: another server answered, or base, filter or mapping are others now. */
public final class FullReadNeeded extends PullFailure {
    private static final long serialVersionUID = 1;

    /** Says why, in a sentence for an admin. */
    public FullReadNeeded(String why) {
        super(why, true, null);
    }
}
