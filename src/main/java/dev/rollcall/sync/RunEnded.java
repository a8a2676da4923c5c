package dev.rollcall.sync;

/** Thrown inside a run to end it in good order. */
final class RunEnded extends RuntimeException {
    static final String CANCELLED = "Cancelled. What was done until then stays.";

    private static final long serialVersionUID = 1;

    /** How a run ends before its time. */
    enum How {
        /** Somebody cancelled it. */
        CANCELLED,
        /** It cannot go on; the message says why, for an admin. */
        FAILED,
        /** It is about to do more than the guard allows; the message says what, for the person who decides. */
        STOPPED,
        /** Another process has taken it over, since this one slept. */
        LOST
    }

    private final How how;
    private final String forLogs;

    private RunEnded(How how, String sentence, String forLogs) {
        super(sentence, null, false, false);
        this.how = how;
        this.forLogs = forLogs;
    }

    static RunEnded failed(String sentence) {
        return failed(sentence, sentence);
    }

    /** A failure whose sentence names somebody, which is not for logs. */
    static RunEnded failed(String sentence, String forLogs) {
        return new RunEnded(How.FAILED, sentence, forLogs);
    }

    static RunEnded cancelled() {
        return new RunEnded(How.CANCELLED, CANCELLED, CANCELLED);
    }

    static RunEnded stopped(String objection) {
        return new RunEnded(How.STOPPED, objection, objection);
    }

    static RunEnded lost() {
        String sentence = "taken over by another process";
        return new RunEnded(How.LOST, sentence, sentence);
    }

    How how() {
        return how;
    }

    /** The message without anybody's name. */
    String forLogs() {
        return forLogs;
    }
}
