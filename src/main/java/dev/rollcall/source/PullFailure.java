package dev.rollcall.source;

import org.jspecify.annotations.Nullable;

/** A source could not be read. The message is a sentence for an admin: what is wrong, where, and the way out; no secrets. */
public class PullFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /**
     * A failure to read.
     *
     * @param passing whether it may go away by itself: the connection, a quota; not a password or a filter
     */
    public PullFailure(String sentence, boolean passing, @Nullable Throwable cause) {
        super(sentence, cause);
        this.passing = passing;
    }

    /** Whether it may go away by itself. */
    public boolean isPassing() {
        return passing;
    }
}
