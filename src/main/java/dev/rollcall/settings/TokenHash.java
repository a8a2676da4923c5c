package dev.rollcall.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a token, in lower-case hex. Tokens are long and random, so a plain hash is enough: there is nothing to guess.
 * In settings a hash may stand in a token's place, as {@code {sha256}…}; what the API is given is kept that way.
 */
public final class TokenHash {
    private static final String MARK = "{sha256}";

    private TokenHash() {}

    /** The hash of a token. */
    public static String of(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The hash of a token as settings give it: in clear, or as a hash already. */
    public static String ofSetting(String setting) {
        return setting.startsWith(MARK) ? setting.substring(MARK.length()) : of(setting);
    }

    /** What is stored in a token's place. */
    static String marked(String setting) {
        return setting.startsWith(MARK) ? setting : MARK + of(setting);
    }

    /** Whether two hashes are the same, in a time that does not tell how much of them is. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
