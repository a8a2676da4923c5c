package dev.rollcall.security;

import java.util.UUID;

/**
 * A token that has just been made: the only moment at which its secret can be read.
 *
 * @param token the secret, as the identity provider must send it
 */
public record NewToken(UUID id, String token) {
    @Override
    public String toString() {
        return "NewToken[id=" + id + ", token=***]";
    }
}
