package dev.rollcall.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One user as the source gave it.
 *
 * @param sourceId the configured source
 * @param key the source's stable external key (SCIM: our id; LDAP: objectGUID or entryUUID; Google: id)
 * @param document the user in the source's own shape, as JSON
 */
public record SourceRecord(String sourceId, String key, ObjectNode document) {}
