package dev.rollcall.sync;

/** A run that cannot be started, approved or cancelled now. The message is a sentence for a person. */
public final class RunRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean conflict;

    private RunRefused(String sentence, boolean conflict) {
        super(sentence);
        this.conflict = conflict;
    }

    /** What stands in the way may go away. */
    static RunRefused conflict(String sentence) {
        return new RunRefused(sentence, true);
    }

    /** It can never be done as asked. */
    static RunRefused impossible(String sentence) {
        return new RunRefused(sentence, false);
    }

    /** Whether what stands in the way is the state of things, and not the wish itself. */
    public boolean isConflict() {
        return conflict;
    }
}
