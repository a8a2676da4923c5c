package dev.rollcall.source;

/**
 * One user read from a directory.
 *
 * @param key the directory's stable key, never reused: objectGUID, entryUUID, Google's id
 * @param user the user in the source's own shape
 */
public record PulledUser(String key, SourceUser user) {}
