package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        return of(sourceId).read(document);
    }

    /**
     * The document that a text in the source's own notation stands for; {@code null} where the notation is JSON.
     *
     * @param settings which need not be in force
     * @throws IllegalArgumentException with a sentence for a person, if the text is not right
     */
    public @Nullable ObjectNode pasted(String sourceId, String text, RollcallSettings settings) {
        return of(sourceId).pasted(text, settings, sourceId);
    }

    private RecordReader of(String sourceId) {
        var source = settings.current().sources().get(sourceId);
        String kind = source == null ? "" : source.kind();
        return readers.stream()
                .filter(reader -> reader.kind().equals(kind))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "Source '" + sourceId
                                        + "' is not in the settings any more, so its users cannot be read. Put it back under the same id."));
    }
}
