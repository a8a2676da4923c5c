package dev.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.provisioning.Result;
import dev.rollcall.provisioning.Result.Kind;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StorableText;
import dev.rollcall.source.UserKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The table run_change: what a run found to do. Always read in the order of its primary key, named in whole: H2 sorts all
 * that is left otherwise, for each page.
 */
@Component
class ChangeTable {
    /** Rows that a batch may have dealt with. */
    static final String PLANNED = "planned";
    /** Rows whose user had to wait for others. */
    static final String AGAIN = "again";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Kind> KEPT = EnumSet.of(Kind.REJECTED, Kind.HELD, Kind.LATER);

    private final JdbcTemplate jdbc;

    ChangeTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void clear(UUID run) {
        jdbc.update("DELETE FROM run_change WHERE run_id = ?", run);
    }

    void add(UUID run, List<PlannedChange> changes) {
        add(run, changes, null);
    }

    /**
     * Stages changes, with what each would do where that is known already.
     *
     * @throws PullFailure if a user has more data than can be kept
     */
    void add(UUID run, List<PlannedChange> changes, @Nullable List<Result> results) {
        if (changes.isEmpty()) {
            return;
        }
        record Row(PlannedChange change, @Nullable Result result) {}
        List<Row> rows = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            rows.add(new Row(changes.get(i), results == null ? null : results.get(i)));
        }
        jdbc.batchUpdate("""
                INSERT INTO run_change (run_id, turn, seq, source_id, source_key, record_id, document, active, user_keys,
                  user_name, state, operation, member_id, before, after, problems)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?)""", rows, rows.size(), (statement, row) -> {
            PlannedChange change = row.change();
            SourceUser user = change.user();
            statement.setObject(1, run);
            statement.setInt(2, change.turn());
            statement.setLong(3, change.seq());
            statement.setString(4, change.sourceId());
            statement.setString(5, change.key());
            statement.setObject(6, change.recordId());
            statement.setString(7, user == null ? null : document(change, user));
            statement.setBoolean(8, user != null && user.active());
            statement.setString(9, user == null ? null : keys(user.keys()));
            statement.setString(10, change.userName());
            Result result = row.result();
            statement.setString(11, result == null ? null : operation(result.kind()));
            statement.setObject(12, result == null ? null : result.memberId());
            statement.setString(13, result == null ? null : result.before());
            statement.setString(14, result == null ? null : result.after());
            statement.setString(15, result == null || result.problems().isEmpty() ? null : result.problemsJson());
        });
    }

    /** Hands all changes of a turn in that state over, at most {@code limit} at a time, and those of one source together. */
    void each(UUID run, String state, int turn, int limit, Consumer<List<PlannedChange>> batch) {
        long after = 0;
        for (List<PlannedChange> next = next(run, state, turn, after, limit);
                !next.isEmpty();
                next = next(run, state, turn, after, limit)) {
            batch.accept(next);
            after = next.get(next.size() - 1).seq();
        }
    }

    /** The next changes of a turn after {@code seq}; all of one source. */
    List<PlannedChange> next(UUID run, String state, int turn, long seq, int limit) {
        List<PlannedChange> rows = jdbc.query("""
                SELECT turn, seq, source_id, source_key, record_id, document, active, user_keys, user_name FROM run_change
                WHERE run_id = ? AND turn = ? AND seq > ? AND state = ? ORDER BY run_id, turn, seq FETCH FIRST ? ROWS ONLY""", ChangeTable::change, run, turn, seq, state, limit);
        int same = 0;
        while (same < rows.size()
                && rows.get(same).sourceId().equals(rows.get(0).sourceId())) {
            same++;
        }
        return rows.subList(0, same);
    }

    /** Notes what each change would do. */
    void compared(UUID run, List<PlannedChange> changes, List<Result> results) {
        record Row(PlannedChange change, Result result) {}
        List<Row> rows = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            rows.add(new Row(changes.get(i), results.get(i)));
        }
        jdbc.batchUpdate("""
                UPDATE run_change SET operation = ?, member_id = ?, before = ?, after = ?, problems = ?
                WHERE run_id = ? AND turn = ? AND seq = ?""", rows, rows.size(), (statement, row) -> {
            Result result = row.result();
            statement.setString(1, operation(result.kind()));
            statement.setObject(2, result.memberId());
            statement.setString(3, result.before());
            statement.setString(4, result.after());
            statement.setString(5, result.problems().isEmpty() ? null : result.problemsJson());
            statement.setObject(6, run);
            statement.setInt(7, row.change().turn());
            statement.setLong(8, row.change().seq());
        });
    }

    /**
     * Takes a batch's changes off the plan, in the batch's transaction; those that a person has to see, or that have to
     * wait, stay under another state. {@code changes} are a stretch of their turn in the state {@code state}.
     */
    void acted(UUID run, String state, List<PlannedChange> changes, List<Result> results) {
        List<PlannedChange> done = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            Kind kind = results.get(i).kind();
            if (kind == Kind.LATER && state.equals(AGAIN)) {
                continue; // goes on waiting
            }
            if (KEPT.contains(kind)) {
                keep(run, changes.get(i), results.get(i));
            } else {
                done.add(changes.get(i));
            }
        }
        if (state.equals(AGAIN)) {
            // Those that go on waiting have the same state.
            remove(run, done);
        } else if (!done.isEmpty()) {
            jdbc.update(
                    "DELETE FROM run_change WHERE run_id = ? AND turn = ? AND seq BETWEEN ? AND ? AND state = ?",
                    run,
                    changes.get(0).turn(),
                    changes.get(0).seq(),
                    changes.get(changes.size() - 1).seq(),
                    state);
        }
    }

    private void keep(UUID run, PlannedChange change, Result result) {
        jdbc.update(
                """
                UPDATE run_change SET state = ?, operation = ?, member_id = ?, before = ?, after = ?, problems = ?
                WHERE run_id = ? AND turn = ? AND seq = ?""",
                result.kind() == Kind.LATER ? AGAIN : operation(result.kind()),
                operation(result.kind()),
                result.memberId(),
                result.before(),
                result.after(),
                result.problems().isEmpty() ? null : result.problemsJson(),
                run,
                change.turn(),
                change.seq());
    }

    /** Puts those who wait for others back among the rest of the plan, to be compared and carried out with it. */
    void waitNoMore(UUID run) {
        jdbc.update("UPDATE run_change SET state = ? WHERE run_id = ? AND state = ?", PLANNED, run, AGAIN);
    }

    /** A new user turned out to be a stored one under another key. */
    void isStored(UUID run, List<PlannedChange> changes, List<UUID> recordIds) {
        for (int i = 0; i < changes.size(); i++) {
            jdbc.update(
                    "UPDATE run_change SET turn = 1, record_id = ? WHERE run_id = ? AND turn = 2 AND seq = ?",
                    recordIds.get(i),
                    run,
                    changes.get(i).seq());
        }
    }

    void remove(UUID run, List<PlannedChange> changes) {
        if (!changes.isEmpty()) {
            jdbc.batchUpdate(
                    "DELETE FROM run_change WHERE run_id = ? AND turn = ? AND seq = ?",
                    changes,
                    changes.size(),
                    (statement, change) -> {
                        statement.setObject(1, run);
                        statement.setInt(2, change.turn());
                        statement.setLong(3, change.seq());
                    });
        }
    }

    void removeVanished(UUID run) {
        jdbc.update("DELETE FROM run_change WHERE run_id = ? AND turn = 0", run);
    }

    /** The word for a kind in the API. */
    static String operation(Kind kind) {
        return switch (kind) {
            case CREATED -> "create";
            case UPDATED -> "update";
            case DEACTIVATED -> "deactivate";
            case REACTIVATED -> "reactivate";
            case UNCHANGED, GONE -> "unchanged";
            case REJECTED -> "rejected";
            case HELD -> "held";
            case LATER -> "later";
        };
    }

    private static PlannedChange change(ResultSet row, int number) throws SQLException {
        String document = row.getString(6);
        return new PlannedChange(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                document == null ? null : user(document, row.getBoolean(7), row.getString(8)),
                row.getString(9));
    }

    private static SourceUser user(String document, boolean active, String keys) {
        try {
            return new SourceUser((ObjectNode) JSON.readTree(document), active, JSON.readValue(keys, UserKeys.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a planned change is damaged", e);
        }
    }

    private static String document(PlannedChange change, SourceUser user) {
        String document = user.document().toString();
        if (document.length() > StorableText.LONGEST_DOCUMENT) {
            throw new PullFailure(
                    "Source '" + change.sourceId() + "': user '" + change.userName() + "' has " + document.length()
                            + " characters of data, but at most " + StorableText.LONGEST_DOCUMENT
                            + " can be kept. Let the source leave out the attribute"
                            + " that holds them.",
                    false,
                    null,
                    change.userName());
        }
        return document;
    }

    private static String keys(UserKeys keys) {
        try {
            return JSON.writeValueAsString(keys);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
