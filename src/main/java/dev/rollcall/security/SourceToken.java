package dev.rollcall.security;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token of a source as people may see it: everything but the secret.
 *
 * @param prefix the public part, by which a person recognises the token
 * @param lastUsed to the minute
 */
public record SourceToken(
        UUID id,
        String source,
        String prefix,
        Instant created,
        String createdBy,
        @Nullable Instant expires,
        @Nullable Instant lastUsed,
        @Nullable Instant revoked) {
    /** Whether the token opens its source at that time. */
    public boolean isLive(Instant now) {
        return revoked == null && (expires == null || expires.isAfter(now));
    }
}
