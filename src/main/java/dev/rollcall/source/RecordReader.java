package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import org.jspecify.annotations.Nullable;

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

    /**
     * The document that a text in the source's own notation stands for, such as LDIF; {@code null} where the notation is
     * JSON.
     *
     * @throws IllegalArgumentException with a sentence for a person, if the text is not right
     */
    default @Nullable ObjectNode pasted(String text, RollcallSettings settings, String sourceId) {
        return null;
    }
}
