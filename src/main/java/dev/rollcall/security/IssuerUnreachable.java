package dev.rollcall.security;

/** The keys of a token's issuer cannot be read now, so nobody can say whether the token is right: 503, never 401. */
final class IssuerUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    IssuerUnreachable(Throwable cause) {
        super("The issuer of this token cannot be reached to check it. Try again.", cause);
    }
}
