package dev.rollcall.source;

import org.jspecify.annotations.Nullable;

/** A source could not be read. The message is a sentence for an admin: what is wrong, where, and the way out; no secrets. */
public class PullFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;
    private final String forLogs;

    /**
     * A failure to read.
     *
     * @param passing whether it may go away by itself: the connection, a quota; not a password or a filter
     */
    public PullFailure(String sentence, boolean passing, @Nullable Throwable cause) {
        this(sentence, passing, cause, "");
    }

    /**
     * A failure of which one user is the cause, who is named for the admin and not in logs.
     *
     * @param name how the sentence names the user, in single quotes; empty: it names nobody
     */
    public PullFailure(String sentence, boolean passing, @Nullable Throwable cause, String name) {
        super(sentence, cause);
        this.passing = passing;
        this.forLogs = name.isEmpty() ? sentence : sentence.replace("'" + name + "'", "'…'");
    }

    /** The message without anybody's name. */
    public String forLogs() {
        return forLogs;
    }

    /** Whether it may go away by itself. */
    public boolean isPassing() {
        return passing;
    }
}
