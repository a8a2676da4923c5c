package dev.rollcall.security;

/** A change of console users that cannot be made; the message says why and the way out. */
public final class ConsoleUserRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConsoleUserRefused(String sentence) {
        super(sentence);
    }
}
