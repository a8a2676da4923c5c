package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A source record as it is kept.
 *
 * @param id our id of it; for SCIM sources the SCIM id
 * @param sourceId the source that owns it, or {@link #UNOWNED}
 * @param memberId the member it makes
 * @param document the user in the source's own shape
 * @param active whether the source says that the user is in use
 * @param version counts its changes, from 1
 */
public record StoredRecord(
        UUID id,
        String sourceId,
        UUID memberId,
        ObjectNode document,
        boolean active,
        long version,
        Instant created,
        Instant modified) {
    /** The source id of members of the asset system that no source owns: open to adoption. */
    public static final String UNOWNED = "~";
}
