package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where users of some kind of source name their manager by our id of another user: no asset system knows those ids. */
public interface ManagerReference {
    /** The id that the document names the manager by, or {@code null} where it names none in this way. */
    @Nullable
    UUID idIn(ObjectNode document);

    /** A copy of the document in which the name stands in place of the id. */
    ObjectNode named(ObjectNode document, String name);
}
