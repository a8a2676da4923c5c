package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The changes of a run: first what is on its plan (all of it for a dry or stopped run, else the users that could not become
 * members), then what it did, out of the members' history. By the primary key of run_change and member_history_run.
 */
@Component
class RunChanges {
    private static final String DONE = "done";
    /** Begins the cursors of what was done. */
    private static final String AFTER_DONE = DONE + "_";
    /** Deactivated first, then changed, then made. */
    private static final int LAST_TURN = 2;

    private final JdbcTemplate jdbc;

    RunChanges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One field of one member. */
    @Schema(name = "FieldDifference")
    record Difference(
            String field, @Nullable String before, @Nullable String after) {}

    /**
     * One user of a run.
     *
     * @param operation create, update, deactivate, reactivate, unchanged, rejected, held, or unowned: found in the asset system,
     *     and no source has it
     * @param done whether it was done; {@code false}: it would be
     * @param key the directory's key
     * @param problems of a rejected or held user: a list of {@code {code, field, attribute, sentence}}
     */
    @Schema(name = "RunChange")
    record Change(
            String operation,
            boolean done,
            String source,
            @Nullable String key,
            String userName,
            @Nullable UUID memberId,
            List<Difference> differences,
            JsonNode problems,
            String cursor) {}

    Page<Change> of(UUID run, @Nullable String cursor, int most) {
        List<Change> found = new ArrayList<>();
        if (cursor == null || !cursor.startsWith(AFTER_DONE)) {
            found.addAll(planned(run, cursor, most + 1));
        }
        if (found.size() <= most) {
            found.addAll(done(run, cursor, most + 1 - found.size()));
        }
        return Page.of(found, most, Change::cursor);
    }

    /** Turn by turn: each is a stretch of the primary key, which H2 takes only where the order names all of its columns. */
    private List<Change> planned(UUID run, @Nullable String cursor, int limit) {
        long[] from = position(cursor);
        List<Change> found = new ArrayList<>();
        for (long turn = Math.max(0, from[0]); turn <= LAST_TURN && found.size() < limit; turn++) {
            found.addAll(jdbc.query(
                    """
                    SELECT turn, seq, source_id, source_key, user_name, operation, member_id, before, after, problems, state
                    FROM run_change WHERE run_id = ? AND turn = ? AND seq > ? ORDER BY run_id, turn, seq FETCH FIRST ? ROWS ONLY""",
                    RunChanges::planned,
                    run,
                    turn,
                    turn == from[0] ? from[1] : Long.MIN_VALUE,
                    limit - found.size()));
        }
        return found;
    }

    private static Change planned(ResultSet row, int number) throws SQLException {
        String operation = row.getString(6);
        int turn = row.getInt(1);
        String usual = turn == 0 ? "deactivate" : turn == 1 ? "update" : "create";
        return new Change(
                operation == null ? usual : operation,
                row.getString(11).equals(DONE),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(7, UUID.class),
                differences(Rows.json(row, "before"), Rows.json(row, "after")),
                Rows.json(row, "problems"),
                turn + "_" + row.getLong(2));
    }

    private List<Change> done(UUID run, @Nullable String cursor, int limit) {
        UUID after = cursor != null && cursor.startsWith(AFTER_DONE)
                ? Page.after(cursor.substring(AFTER_DONE.length()))
                : Page.START;
        return jdbc.query(
                """
                SELECT h.member_id, h.source_id, h.operation, h.before, h.after, m.user_name, m.email, r.external_id
                FROM member_history h JOIN member m ON m.id = h.member_id LEFT JOIN source_record r ON r.member_id = m.id
                WHERE h.run_id = ? AND h.member_id > ? ORDER BY h.run_id, h.member_id FETCH FIRST ? ROWS ONLY""",
                (row, number) -> new Change(
                        row.getString(3),
                        true,
                        row.getString(2),
                        row.getString(8),
                        row.getString(6) == null ? String.valueOf(row.getString(7)) : row.getString(6),
                        row.getObject(1, UUID.class),
                        differences(Rows.json(row, "before"), Rows.json(row, "after")),
                        NullNode.instance,
                        AFTER_DONE + row.getObject(1, UUID.class)),
                run,
                after,
                limit);
    }

    private static List<Difference> differences(JsonNode before, JsonNode after) {
        TreeMap<String, Difference> fields = new TreeMap<>();
        if (before instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            new Difference(field.getKey(), field.getValue().asText(), null)));
        }
        if (after instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            new Difference(
                                    field.getKey(),
                                    before.hasNonNull(field.getKey())
                                            ? before.get(field.getKey()).asText()
                                            : null,
                                    field.getValue().asText())));
        }
        return List.copyOf(fields.values());
    }

    /** The turn and number of a cursor; before everything where there is none. */
    private static long[] position(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return new long[] {-1, 0};
        }
        int split = cursor.indexOf('_');
        try {
            if (split > 0) {
                return new long[] {
                    Long.parseLong(cursor.substring(0, split)), Long.parseLong(cursor.substring(split + 1))
                };
            }
        } catch (NumberFormatException e) {
            // Told below with the other forms that are not ours.
        }
        throw ApiRefusal.badRequest("The parameter 'cursor' is none of ours. Take nextCursor of the page before.");
    }
}
