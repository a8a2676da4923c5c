package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The hash of a document as source_record keeps it. */
public final class Hashes {
    private Hashes() {}

    /** SHA-256 of the document's text, in hex. */
    public static String of(ObjectNode document) {
        return RecordTable.hash(document.toString());
    }
}
