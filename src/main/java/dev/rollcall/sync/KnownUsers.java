package dev.rollcall.sync;

import dev.rollcall.member.ReasonCode;
import dev.rollcall.provisioning.SqlArrays;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What is stored of a pulled source's users. A directory's key is the record's external id; found by
 * {@code source_record_external_id}, {@code source_record_page} and the indexes of names.
 */
@Component
class KnownUsers {
    /** A stored user of which the directory's key is known. */
    record Known(UUID recordId, String hash, boolean active) {}

    /** A stored user on a page of all. */
    record Stored(
            UUID recordId,
            @Nullable String key,
            String userName,
            @Nullable String email) {}

    /** What may have changed of a stored user since a plan was made, and when the user came. */
    record Now(Instant created, Instant modified, @Nullable String email) {}

    private final JdbcTemplate jdbc;

    KnownUsers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The stored users with these keys: one query. */
    Map<String, Known> byKeys(String sourceId, Collection<String> keys) {
        Map<String, Known> known = new HashMap<>(keys.size() * 2);
        SqlArrays.ofTexts(
                jdbc,
                "SELECT r.external_id, r.id, r.hash, r.active FROM unnest(?) AS asked(it)"
                        + " JOIN source_record r ON r.external_id = asked.it AND r.source_id = ?",
                keys,
                row -> known.put(
                        row.getString(1), new Known(row.getObject(2, UUID.class), row.getString(3), row.getBoolean(4))),
                sourceId);
        return known;
    }

    /** The stored users of these records that are still there. */
    Map<UUID, Now> now(Collection<UUID> recordIds) {
        Map<UUID, Now> now = new HashMap<>(recordIds.size() * 2);
        SqlArrays.ofIds(
                jdbc,
                "SELECT r.id, r.created, r.modified, r.email FROM unnest(?) AS asked(it) JOIN source_record r ON r.id = asked.it",
                recordIds,
                row -> now.put(
                        row.getObject(1, UUID.class),
                        new Now(
                                row.getTimestamp(2).toInstant(),
                                row.getTimestamp(3).toInstant(),
                                row.getString(4))));
        return now;
    }

    /** A page of the source's users in the order of their ids. */
    List<Stored> page(String sourceId, UUID after, int limit) {
        return jdbc.query(
                """
                SELECT id, external_id, user_name, email FROM source_record WHERE source_id = ? AND id > ?
                ORDER BY source_id, id FETCH FIRST ? ROWS ONLY""",
                (row, number) ->
                        new Stored(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)),
                sourceId,
                after,
                limit);
    }

    /** The source's records that have one of these user names or e-mails, by that name. */
    Map<String, UUID> byNames(String sourceId, Collection<String> userNames, Collection<String> emails) {
        Map<String, UUID> found = new HashMap<>();
        SqlArrays.ofTexts(
                jdbc,
                "SELECT asked.it, r.id FROM unnest(?) AS asked(it) JOIN source_record r ON r.email = asked.it AND r.source_id = ?",
                emails,
                row -> found.put("email " + row.getString(1), row.getObject(2, UUID.class)),
                sourceId);
        SqlArrays.ofTexts(
                jdbc,
                "SELECT asked.it, r.id FROM unnest(?) AS asked(it) JOIN source_record r ON r.user_name = asked.it AND r.source_id = ?",
                userNames,
                row -> found.put("user " + row.getString(1), row.getObject(2, UUID.class)),
                sourceId);
        return found;
    }

    /** The directory's keys of users that are not right only because others had their names. By rejection_user. */
    List<String> waitingForNames(String sourceId) {
        return jdbc.queryForList(
                """
                SELECT source_key FROM rejection WHERE source_id = ? AND state = 'open' AND source_key IS NOT NULL
                  AND (problems LIKE ? OR problems LIKE ?)""",
                String.class,
                sourceId,
                "%\"" + ReasonCode.UNIQUENESS.code() + "\"%",
                "%\"" + ReasonCode.IDENTITY_CONFLICT.code() + "\"%");
    }

    long count(String sourceId) {
        return number("SELECT COUNT(*) FROM source_record WHERE source_id = ?", sourceId);
    }

    /** Whether the source has, or had, a member; by member_source. */
    boolean any(String sourceId) {
        return number(
                        "SELECT COUNT(*) FROM (SELECT id FROM member WHERE source_id = ? FETCH FIRST 1 ROWS ONLY) found",
                        sourceId)
                > 0;
    }

    /** How many members of the source are in use, counted up to {@code enough}; by member_source. */
    long active(String sourceId, long enough) {
        return number(
                "SELECT COUNT(*) FROM (SELECT id FROM member WHERE source_id = ? AND status = 'active' FETCH FIRST ? ROWS ONLY) found",
                sourceId,
                enough);
    }

    private long number(String sql, Object... values) {
        Long count = jdbc.queryForObject(sql, Long.class, values);
        return count == null ? 0 : count;
    }
}
