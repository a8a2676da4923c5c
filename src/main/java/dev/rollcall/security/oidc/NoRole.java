package dev.rollcall.security.oidc;

import org.springframework.security.core.AuthenticationException;

/** The provider knows the person; the settings give no role for what it says. */
final class NoRole extends AuthenticationException {
    private static final long serialVersionUID = 1;

    NoRole() {
        super("The claims give no role");
    }
}
