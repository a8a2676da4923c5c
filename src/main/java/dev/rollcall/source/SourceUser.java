package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A user in a source's shape with what the pipeline has to know of it without reading that shape.
 *
 * @param document the user as JSON, as it is stored
 * @param active whether the source says that the user is in use
 * @param keys what the user is found by
 */
public record SourceUser(ObjectNode document, boolean active, UserKeys keys) {
    /** The same user, found by a directory's key. */
    public SourceUser withKey(String sourceKey) {
        return new SourceUser(
                document,
                active,
                new UserKeys(
                        keys.userName(),
                        sourceKey,
                        keys.email(),
                        keys.otherEmails(),
                        keys.displayName(),
                        keys.formattedName(),
                        keys.givenName(),
                        keys.familyName()));
    }
}
