package dev.rollcall.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the token out of an Authorization header, in the forms that identity providers send (RFC 6750, RFC 7617). */
final class Credential {
    private Credential() {}

    /**
     * The token: of {@code Bearer x} in any case, of {@code Bearer Bearer x} (an admin pasted the scheme too), or the
     * password of {@code Basic}, whatever the user name. Empty without a scheme: a bare token is a mistake to be found early.
     */
    static Optional<String> in(@Nullable String header) {
        if (header == null || header.length() > 16_384) {
            return Optional.empty();
        }
        String rest = after("Bearer", header.strip());
        if (rest != null) {
            String again = after("Bearer", rest);
            return token(again == null ? rest : again);
        }
        String basic = after("Basic", header.strip());
        return basic == null ? Optional.empty() : password(basic);
    }

    private static @Nullable String after(String scheme, String text) {
        int length = scheme.length();
        return text.length() > length && text.regionMatches(true, 0, scheme, 0, length) && text.charAt(length) == ' '
                ? text.substring(length).strip()
                : null;
    }

    private static Optional<String> token(String text) {
        return text.isEmpty() || text.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 || colon == pair.length() - 1 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
