package dev.rollcall.security;

/** A token cannot be made; the message says why and what to do. */
public final class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    TokenRefused(String message) {
        super(message);
    }
}
