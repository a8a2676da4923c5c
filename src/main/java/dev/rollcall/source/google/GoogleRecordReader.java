package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import org.springframework.stereotype.Component;

/** Reads Google users outside of a pull: for previews and replays. */
@Component
final class GoogleRecordReader implements RecordReader {
    @Override
    public String kind() {
        return "google";
    }

    @Override
    public SourceUser read(ObjectNode document) {
        return GoogleUsers.sourceUser(document);
    }
}
