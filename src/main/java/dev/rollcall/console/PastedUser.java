package dev.rollcall.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.provisioning.Readers;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.source.SourceUser;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads one user that a person pasted or a script sent: JSON in the source's shape, or of a directory LDIF. */
@Component
final class PastedUser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LONGEST = 256 * 1024;

    private final Readers readers;

    PastedUser(Readers readers) {
        this.readers = readers;
    }

    /**
     * The user.
     *
     * @param settings which need not be in force
     * @param text one user; of a list, as Google and SCIM answer with, the first is taken
     */
    SourceUser of(RollcallSettings settings, String sourceId, String text) {
        if (text.isBlank()) {
            throw ApiRefusal.badRequest("Send one user: JSON in the source's shape, or of a directory LDIF.");
        }
        if (text.length() > LONGEST) {
            throw ApiRefusal.tooLarge("A user may have 256 KiB here.");
        }
        ObjectNode document;
        try {
            document = readers.pasted(sourceId, text, settings);
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
        return read(sourceId, document == null ? parsed(text) : document);
    }

    /** The user of a document in the source's shape. */
    SourceUser read(String sourceId, ObjectNode document) {
        try {
            return readers.read(sourceId, document);
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode parsed(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return first(object);
            }
        } catch (JsonProcessingException e) {
            throw ApiRefusal.badRequest("This is not right JSON"
                    + (e.getLocation() == null
                            ? "."
                            : " near line " + e.getLocation().getLineNr() + "."));
        }
        throw ApiRefusal.badRequest("One user is a JSON object: { … }.");
    }

    private static ObjectNode first(ObjectNode pasted) {
        for (String list : List.of("users", "Resources")) {
            if (pasted.path(list).path(0) instanceof ObjectNode user) {
                return user;
            }
        }
        return pasted;
    }
}
