package dev.rollcall.security.oidc;

import dev.rollcall.settings.RollcallSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the provider's claims say of a person: values, and the role that the settings give for them. */
final class ClaimedRole {
    /** The highest first. */
    static final List<String> ROLES = List.of("admin", "operator", "viewer");

    private static final String EMAIL = "email";

    private ClaimedRole() {}

    /** The highest of the roles that these values have; empty for none. */
    static Optional<String> of(Collection<String> values, RollcallSettings.Oidc oidc) {
        Set<String> roles = values.stream()
                .map(oidc.roles()::get)
                .filter(role -> role != null)
                .collect(Collectors.toSet());
        return ROLES.stream().filter(roles::contains).findFirst();
    }

    /**
     * The values of a claim. An e-mail address gives a role only where the provider has verified it: at some, people type
     * their own.
     */
    static Set<String> values(Map<String, Object> claims, String name) {
        Object found = name.equals(EMAIL) && !isTrue(claims.get("email_verified")) ? null : claim(claims, name);
        Collection<?> all =
                found instanceof Collection<?> several ? several : found == null ? List.of() : List.of(found);
        return all.stream()
                .filter(value -> value instanceof String)
                .map(value -> (String) value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A claim by its name; or, as some providers have it, by the names of objects in objects with dots between them. */
    static @Nullable Object claim(Map<?, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, name.substring(dot + 1))
                : null;
    }

    private static boolean isTrue(@Nullable Object flag) {
        return flag != null && Boolean.parseBoolean(flag.toString());
    }
}
