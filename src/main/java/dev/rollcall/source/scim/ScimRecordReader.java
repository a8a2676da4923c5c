package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import org.springframework.stereotype.Component;

/** Reads SCIM users outside of a SCIM request: for previews and replays. */
@Component
final class ScimRecordReader implements RecordReader {
    @Override
    public String kind() {
        return "scim";
    }

    @Override
    public SourceUser read(ObjectNode document) {
        try {
            return ScimUsers.sourceUser(
                    UserDocuments.canonical(document).withActive(true).document());
        } catch (ScimException e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }
}
