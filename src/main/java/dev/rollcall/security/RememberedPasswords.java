package dev.rollcall.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Remembers for five minutes that a password was right for a hash, so that a script which signs in with each of its calls
 * (HTTP Basic) costs one slow comparison and not thousands. What is kept is a digest of hash and password under a key that this
 * process alone has and loses when it ends. A wrong password is compared slowly each time; a hash that was changed or removed
 * has nothing that is remembered.
 */
final class RememberedPasswords implements PasswordEncoder {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    private final PasswordEncoder slow;
    private final Clock clock;
    private final SecretKeySpec key;
    private final Map<String, Instant> right = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    RememberedPasswords(PasswordEncoder slow, Clock clock) {
        this.slow = slow;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    @Override
    public String encode(CharSequence password) {
        return slow.encode(password);
    }

    @Override
    public boolean matches(CharSequence password, String hash) {
        String digest = digest(password, hash);
        if (isRemembered(digest)) {
            return true;
        }
        boolean same = slow.matches(password, hash);
        if (same) {
            remember(digest);
        }
        return same;
    }

    @Override
    public boolean upgradeEncoding(String hash) {
        return slow.upgradeEncoding(hash);
    }

    private synchronized boolean isRemembered(String digest) {
        Instant until = right.get(digest);
        return until != null && clock.instant().isBefore(until);
    }

    private synchronized void remember(String digest) {
        right.remove(digest);
        right.put(digest, clock.instant().plus(LIFE));
    }

    private String digest(CharSequence password, String hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // A hash has no line end, so that no other pair reads the same.
            mac.update((hash + '\n').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(password.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
