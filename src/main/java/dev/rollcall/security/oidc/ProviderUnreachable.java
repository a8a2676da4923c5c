package dev.rollcall.security.oidc;

import org.springframework.security.core.AuthenticationException;

/** The provider does not answer, or not as one, so that nobody can be sent there. */
final class ProviderUnreachable extends AuthenticationException {
    private static final long serialVersionUID = 1;

    ProviderUnreachable() {
        super("The OpenID provider cannot be reached");
    }
}
