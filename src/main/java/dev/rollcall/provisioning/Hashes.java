package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of a document as source_record keeps it. */
public final class Hashes {
    private Hashes() {}

    /** SHA-256 of the document's text, in hex. */
    public static String of(ObjectNode document) {
        return of(document.toString());
    }

    static String of(String document) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
