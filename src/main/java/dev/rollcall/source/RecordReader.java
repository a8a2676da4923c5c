package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads a user in a source's shape, as that source sends it. */
public interface RecordReader {
    /** The kind of source that it reads for, as in the settings: {@code scim}. */
    String kind();

    /**
     * The user as it is stored.
     *
     * @throws IllegalArgumentException with a sentence for a person, if the document cannot be read
     */
    SourceUser read(ObjectNode document);
}
