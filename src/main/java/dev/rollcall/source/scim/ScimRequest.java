package dev.rollcall.source.scim;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A SCIM request as a typed command: all that the routes know of it.
 *
 * @param sourceId the source that the token belongs to
 * @param path the whole path, not decoded
 * @param id the user's id in the path; {@code null} where the path has none, or one that no user can have
 * @param query parameters, decoded as form data; names in lower case; empty ones are left out
 * @param ifMatch the header {@code If-Match}, {@code ifNoneMatch} the header {@code If-None-Match}
 */
public record ScimRequest(
        String sourceId,
        String path,
        @Nullable UUID id,
        Map<String, String> query,
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        byte[] body) {

    /** The id in the path, or the 404 that an unknown one gets; 405 where no user can be. */
    UUID requiredId() {
        if (path.endsWith("/.search")) {
            throw new ScimException(405, null, "a search request is sent by POST");
        }
        if (id == null) {
            throw ScimException.notFound();
        }
        return id;
    }
}
