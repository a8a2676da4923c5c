package dev.rollcall.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a token that Rollcall made: {@code rc_<prefix>_<secret>}, so that secret scanners can find it.
 *
 * @param prefix 8 characters, public: finds the row
 * @param whole all of it
 */
record TokenText(String prefix, String whole) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern SHAPE = Pattern.compile("rc_([A-Za-z0-9]{8})_[A-Za-z0-9_-]{43}");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /** A new one with 256 random bits. */
    static TokenText random() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        String prefix = letters(8);
        return new TokenText(
                prefix,
                "rc_" + prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Text that may be such a token. */
    static Optional<TokenText> of(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? Optional.of(new TokenText(matcher.group(1), text)) : Optional.empty();
    }

    /** Random letters and digits without those that look alike. */
    static String letters(int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    @Override
    public String toString() {
        return "TokenText[" + prefix + "]";
    }
}
