package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class RememberedPasswordsTest {
    private final Counting slow = new Counting();
    private final SetClock clock = new SetClock();
    private final RememberedPasswords passwords = new RememberedPasswords(slow, clock);

    @Test
    void aRightPasswordIsComparedSlowlyOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        }
        assertThat(slow.asked).containsExactly("secret");
    }

    @Test
    void aWrongOneIsComparedSlowlyEachTime() {
        assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(passwords.matches("guess", "hash of secret")).isFalse();
        }
        assertThat(slow.asked).containsExactly("secret", "guess", "guess", "guess");
    }

    @Test
    void aPasswordThatWasChangedIsNotRemembered() {
        assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        assertThat(passwords.matches("secret", "hash of another")).isFalse();
    }

    @Test
    void fiveMinutesLaterItIsComparedSlowlyAgain() {
        assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        clock.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        assertThat(slow.asked).hasSize(1);
        clock.pass(Duration.ofMillis(1));
        assertThat(passwords.matches("secret", "hash of secret")).isTrue();
        assertThat(slow.asked).hasSize(2);
    }

    @Test
    void theOldestAreForgottenWhenThereAreMany() {
        for (int i = 0; i < 1_001; i++) {
            assertThat(passwords.matches("secret" + i, "hash of secret" + i)).isTrue();
        }
        slow.asked.clear();
        assertThat(passwords.matches("secret1", "hash of secret1")).isTrue();
        assertThat(slow.asked).isEmpty();
        assertThat(passwords.matches("secret0", "hash of secret0")).isTrue();
        assertThat(slow.asked).containsExactly("secret0");
    }

    private static final class Counting implements PasswordEncoder {
        private final List<String> asked = new ArrayList<>();

        @Override
        public String encode(CharSequence password) {
            return "hash of " + password;
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            asked.add(password.toString());
            return encode(password).equals(hash);
        }
    }
}
