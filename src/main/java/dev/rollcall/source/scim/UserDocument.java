package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A user as a client sent it, in canonical shape.
 *
 * @param unknown attributes without effect: names that no schema knows
 */
record UserDocument(ObjectNode document, Set<String> unknown) {
    /** The document with {@code active} as it was sent, or else {@code active}. */
    UserDocument withActive(boolean active) {
        if (document.has("active")) {
            return this;
        }
        ObjectNode copy = document.deepCopy();
        copy.put("active", active);
        return new UserDocument(copy, unknown);
    }
}
