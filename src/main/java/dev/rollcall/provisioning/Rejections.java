package dev.rollcall.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.source.DocumentJson;
import dev.rollcall.source.SeenKeys;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps users that cannot become members, one row a user: the newest attempt counts. Who has no record yet is known by the name
 * alone. Uses {@code rejection_user} and {@code rejection_record}.
 */
@Component
public class Rejections {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 1_000;

    /** A user as it is stored is the same as the one that was rejected. */
    private static final String STORED =
            "EXISTS (SELECT 1 FROM source_record r WHERE r.id = rejection.record_id AND r.document = rejection.document)";

    /** Not the asset system's: that it refuses the user shows when it is asked again. */
    private static final String BY_ROLLCALL = "problems NOT LIKE '%\"" + ReasonCode.TARGET_REFUSED.code() + "\"%'";

    private static final String RESOLVE =
            "UPDATE rejection SET state = 'resolved', modified = CURRENT_TIMESTAMP WHERE ";
    /** What was to be done, as it is stored. */
    static final String CREATE = "create";

    static final String UPDATE = "update";

    /** The end of a user that its source has no more. */
    static final String REMOVE = "remove";

    private final JdbcTemplate jdbc;

    Rejections(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A kept user, as far as a replay needs it. */
    public record Kept(
            UUID id,
            String sourceId,
            String userName,
            String intent,
            @Nullable UUID recordId,
            ObjectNode document,
            @Nullable String sourceKey,
            boolean isResolved) {}

    /**
     * Keeps a rejection.
     *
     * @param state {@code open}, or {@code held} for a user that waits for a person
     */
    void keep(
            String sourceId,
            String userName,
            @Nullable UUID memberId,
            String state,
            List<Problem> problems,
            boolean create,
            @Nullable UUID recordId,
            ObjectNode document) {
        String intent = create ? CREATE : UPDATE;
        keep(sourceId, userName, memberId, state, problems, intent, recordId, document);
    }

    /** Keeps that a user was to be removed, and that the asset system refused it. */
    void keepUnremoved(String sourceId, StoredRecord record, String userName, List<Problem> problems) {
        keep(sourceId, userName, record.memberId(), "open", problems, REMOVE, record.id(), record.document());
    }

    private void keep(
            String sourceId,
            String userName,
            @Nullable UUID memberId,
            String state,
            List<Problem> problems,
            String intent,
            @Nullable UUID recordId,
            ObjectNode document) {
        String name = userName.toLowerCase(Locale.ROOT);
        String found = problems(problems);
        if (update(sourceId, name, memberId, state, found, intent, recordId, document) == 0) {
            try {
                jdbc.update(
                        """
                        INSERT INTO rejection (id, source_id, user_name, member_id, state, problems, intent, record_id, document,
                          created, modified, attempts)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1)""",
                        UUID.randomUUID(),
                        sourceId,
                        name,
                        memberId,
                        state,
                        found,
                        intent,
                        recordId,
                        document.toString());
            } catch (DuplicateKeyException e) {
                update(sourceId, name, memberId, state, found, intent, recordId, document);
            }
        }
        if (recordId != null) {
            // What was asked for under another name before is not what is asked for now.
            resolveWhere("record_id = ? AND user_name <> ? AND state <> 'resolved'", recordId, name);
        }
    }

    /**
     * Keeps the rejection of a pulled user with the directory's key. One that is known with the same problems is left as
     * it is: every run meets it again, and there is nothing new to tell.
     */
    void keepPulled(
            String sourceId,
            @Nullable String sourceKey,
            String userName,
            @Nullable UUID memberId,
            List<Problem> problems,
            String intent,
            @Nullable UUID recordId,
            ObjectNode document) {
        String name = userName.toLowerCase(Locale.ROOT);
        Integer known = jdbc.queryForObject(
                """
                SELECT COUNT(*) FROM rejection WHERE source_id = ? AND user_name = ? AND state = 'open' AND problems = ?
                  AND document = ? AND source_key = ? AND intent = ?""", Integer.class, sourceId, name, problems(problems), document.toString(), sourceKey, intent);
        if (known != null && known > 0) {
            return;
        }
        keep(sourceId, userName, memberId, "open", problems, intent, recordId, document);
        jdbc.update(
                "UPDATE rejection SET source_key = ? WHERE source_id = ? AND user_name = ?"
                        + " AND record_id IS NOT DISTINCT FROM CAST(? AS UUID)",
                sourceKey,
                sourceId,
                name,
                recordId);
    }

    private int update(
            String sourceId,
            String name,
            @Nullable UUID memberId,
            String state,
            String problems,
            String intent,
            @Nullable UUID recordId,
            ObjectNode document) {
        return jdbc.update(
                """
                UPDATE rejection SET member_id = ?, state = ?, problems = ?, intent = ?, record_id = ?, document = ?,
                  modified = CURRENT_TIMESTAMP, attempts = attempts + 1,
                  created = CASE WHEN state = 'resolved' THEN CURRENT_TIMESTAMP ELSE created END
                WHERE source_id = ? AND user_name = ? AND record_id IS NOT DISTINCT FROM CAST(? AS UUID)""", memberId, state, problems, intent, recordId, document.toString(), sourceId, name, recordId);
    }

    /**
     * The user is right now, whatever was asked for before.
     *
     * @param user what it is found by; in a directory others may have the same name, but not the same key
     * @param recordId its record, which may have been refused under another name
     */
    void resolve(String sourceId, UserKeys user, @Nullable UUID recordId) {
        resolveWhere(
                "source_id = ? AND user_name = ? AND record_id IS NULL AND (source_key IS NULL OR source_key = ?)",
                sourceId,
                user.userName().toLowerCase(Locale.ROOT),
                user.externalId());
        if (recordId != null) {
            resolveWhere("record_id = ? AND state <> 'resolved'", recordId);
        }
    }

    /** The user as it is stored is right now; what was asked for beside that, and refused, is refused still. */
    void resolve(StoredRecord record) {
        resolveWhere(
                "record_id = ? AND state <> 'resolved' AND intent <> 'remove' AND document = ?",
                record.id(),
                record.document().toString());
    }

    /**
     * The user was sent as it is stored: what else was asked for before, or its end, is wanted no more. What was refused of
     * the user as it is stays. By rejection_record.
     */
    void unchanged(StoredRecord record) {
        resolveWhere(
                "record_id = ? AND state = 'open' AND (intent = 'remove' OR document <> ?)",
                record.id(),
                record.document().toString());
    }

    /**
     * Closes what a whole read of a directory did not meet again: users who are right as they come now, and users who come no
     * more. What was rejected of users as they are stored stays: a read meets only what differs. That somebody could not
     * be removed ends where the user is back.
     */
    public void read(UUID run, String sourceId) {
        close(run, "source_id = ? AND source_key IS NOT NULL AND (intent = 'remove' OR NOT " + STORED + ")", sourceId);
    }

    /** Closes what was rejected of users as they are stored, and is not any more by the settings of now. */
    public void remapped(UUID run, @Nullable String sourceId) {
        String stored = "intent <> 'remove' AND " + BY_ROLLCALL + " AND " + STORED;
        if (sourceId == null) {
            close(run, stored);
        } else {
            close(run, stored + " AND source_id = ?", sourceId);
        }
    }

    /** Closes those of whom the run rejected nobody. Names are compared here: no database folds them as Java does. */
    private void close(UUID run, String which, Object... values) {
        SeenKeys rejected = new SeenKeys();
        jdbc.query(
                "SELECT record_id, source_id, user_name FROM run_change WHERE run_id = ? AND state = 'rejected'",
                row -> {
                    rejected.add(whose(row));
                },
                run);
        List<UUID> over = new ArrayList<>();
        jdbc.query(
                "SELECT record_id, source_id, user_name, id FROM rejection WHERE state = 'open' AND " + which,
                row -> {
                    if (!rejected.contains(whose(row))) {
                        over.add(row.getObject(4, UUID.class));
                    }
                },
                values);
        jdbc.batchUpdate(
                RESOLVE + "id = ? AND state = 'open'", over, BATCH, (statement, id) -> statement.setObject(1, id));
    }

    /** Whose a row is that begins with record, source and name: the record's, or who has that name and no record. */
    private static String whose(ResultSet row) throws SQLException {
        UUID record = row.getObject(1, UUID.class);
        return record != null
                ? record.toString()
                : row.getString(2) + " " + row.getString(3).toLowerCase(Locale.ROOT);
    }

    /** What the asset system refused of a member is tried again. Should it be refused again, that is told anew. */
    public void triedAgain(UUID memberId) {
        resolveWhere("state = 'open' AND member_id = ? AND NOT " + BY_ROLLCALL, memberId);
    }

    /** A person gives the user up; says whether there was one to give up. */
    public boolean dismiss(UUID id) {
        return resolveWhere("id = ? AND state <> 'resolved'", id) > 0;
    }

    /** A person gives up all users of a source; says how many. */
    public int dismissAll(String sourceId) {
        return resolveWhere("source_id = ? AND state <> 'resolved'", sourceId);
    }

    private int resolveWhere(String which, @Nullable Object... values) {
        return jdbc.update(RESOLVE + which, values);
    }

    /** The kept user with this id. */
    @Nullable
    Kept find(UUID id) {
        return jdbc.query(
                "SELECT id, source_id, user_name, intent, record_id, document, source_key, state FROM rejection WHERE id = ?",
                rows -> rows.next()
                        ? new Kept(
                                rows.getObject(1, UUID.class),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getObject(5, UUID.class),
                                read(rows.getString(6)),
                                rows.getString(7),
                                rows.getString(8).equals("resolved"))
                        : null,
                id);
    }

    private static ObjectNode read(String json) {
        try {
            return DocumentJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored rejection is damaged", e);
        }
    }

    /** Problems as they are stored: a JSON list of {@code {code, reason, field, attribute, sentence}}. */
    static String problems(List<Problem> problems) {
        ArrayNode list = JSON.createArrayNode();
        for (Problem problem : problems) {
            ObjectNode one = list.addObject();
            one.put("code", problem.code().code());
            one.put("reason", problem.code().name());
            one.put("field", problem.field());
            if (problem.attribute() != null) {
                one.put("attribute", problem.attribute());
            }
            one.put("sentence", problem.sentence());
        }
        return list.toString();
    }
}
