package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads users in the shape of any configured source. */
@Component
public class Readers {
    private final Settings settings;
    private final List<RecordReader> readers;

    Readers(Settings settings, List<RecordReader> readers) {
        this.settings = settings;
        this.readers = readers;
    }

    /**
     * The user that a source would make of the document.
     *
     * @throws IllegalArgumentException with a sentence for a person, if there is no such source or the document cannot be read
     */
    public SourceUser read(String sourceId, ObjectNode document) {
        var source = settings.current().sources().get(sourceId);
        String kind = source == null ? "" : source.kind();
        return readers.stream()
                .filter(reader -> reader.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no source '" + sourceId + "' any more"))
                .read(document);
    }
}
