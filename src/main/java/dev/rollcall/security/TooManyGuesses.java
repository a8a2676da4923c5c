package dev.rollcall.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** After wrong passwords the next try has to wait; this one was not looked at. */
final class TooManyGuesses extends AuthenticationException {
    private static final long serialVersionUID = 1;

    private final Duration wait;

    TooManyGuesses(Duration wait) {
        super("Too many wrong passwords");
        this.wait = wait;
    }

    /** Whole seconds until a try counts again; 1 or more. */
    long seconds() {
        return wait.plusMillis(999).toSeconds();
    }
}
