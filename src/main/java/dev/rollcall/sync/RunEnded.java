package dev.rollcall.sync;

/** Thrown inside a run to end it in good order. */
final class RunEnded extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How a run ends before its time. */
    enum How {
        /** Somebody cancelled it. */
        CANCELLED,
        /** It cannot go on; the message says why, for an admin. */
        FAILED,
        /** Another process has taken it over, since this one slept. */
        LOST
    }

    private final How how;

    private RunEnded(How how, String sentence) {
        super(sentence, null, false, false);
        this.how = how;
    }

    static RunEnded failed(String sentence) {
        return new RunEnded(How.FAILED, sentence);
    }

    static RunEnded cancelled() {
        return new RunEnded(How.CANCELLED, "Cancelled. What was done until then stays.");
    }

    static RunEnded lost() {
        return new RunEnded(How.LOST, "taken over by another process");
    }

    How how() {
        return how;
    }
}
