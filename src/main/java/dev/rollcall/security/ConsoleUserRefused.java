package dev.rollcall.security;

/** A change of console users that cannot be made; the message says why and the way out. */
public final class ConsoleUserRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    private ConsoleUserRefused(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** Why: what was asked for can never be, there is no such user, or it cannot be as things stand. */
    public enum Kind {
        INVALID,
        UNKNOWN,
        CONFLICT
    }

    static ConsoleUserRefused invalid(String sentence) {
        return new ConsoleUserRefused(Kind.INVALID, sentence);
    }

    static ConsoleUserRefused unknown() {
        return new ConsoleUserRefused(Kind.UNKNOWN, "There is no such user, or none any more.");
    }

    static ConsoleUserRefused conflict(String sentence) {
        return new ConsoleUserRefused(Kind.CONFLICT, sentence);
    }

    /** Why it cannot be made. */
    public Kind kind() {
        return kind;
    }
}
