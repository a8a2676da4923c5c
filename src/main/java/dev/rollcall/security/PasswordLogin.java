package dev.rollcall.security;

import dev.rollcall.audit.SignIns;
import java.time.Clock;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Lets console users in by name and password, from the login page and by HTTP Basic, and slows guessing down. */
@Component
final class PasswordLogin implements AuthenticationProvider {
    private final DaoAuthenticationProvider passwords;
    private final Guesses guesses = new Guesses(Clock.systemUTC());
    private final ConsoleUsers users;
    private final SignIns signIns;

    PasswordLogin(ConsoleUsers users, PasswordEncoder encoder, SignIns signIns) {
        this.users = users;
        this.signIns = signIns;
        this.passwords = new DaoAuthenticationProvider(users::load);
        this.passwords.setPasswordEncoder(new RememberedPasswords(encoder, Clock.systemUTC()));
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String name = asked.getName();
        String address = SignInEvents.address(asked);
        Duration wait = guesses.toWait(name, address);
        if (!wait.isZero()) {
            throw new TooManyGuesses(wait);
        }
        try {
            Authentication known = passwords.authenticate(asked);
            guesses.right(name, address);
            return known;
        } catch (BadCredentialsException e) {
            guesses.wrong(name, address);
            signIns.refused(users.find(name).map(ConsoleUser::username).orElse(null), "wrong password", address);
            throw e;
        }
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }
}
