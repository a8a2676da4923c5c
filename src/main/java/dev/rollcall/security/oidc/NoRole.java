package dev.rollcall.security.oidc;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** The provider knows the person; the settings give no role for what it says. */
final class NoRole extends AuthenticationException {
    private static final long serialVersionUID = 1;

    private final @Nullable String name;

    NoRole(@Nullable String name) {
        super("The claims give no role");
        this.name = name;
    }

    /** What the provider calls the person, if it says so. */
    @Nullable
    String name() {
        return name;
    }
}
