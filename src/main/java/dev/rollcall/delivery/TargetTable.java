package dev.rollcall.delivery;

import dev.rollcall.delivery.TargetRow.Next;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What replicas share of a target: its rate limit, its hold, its circuit breaker. By primary key, in the database's time. */
@Component
final class TargetTable {
    private static final String SELECT = """
            SELECT CURRENT_TIMESTAMP, next_permit_at, held_until, open_until, openings, reason
            FROM delivery_target WHERE name = ?""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate own;

    TargetTable(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.own = new TransactionTemplate(transactions);
        // A delivery may roll back; the permit that it used is used.
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The target as it is now. */
    TargetRow read(String name) {
        List<TargetRow> rows = jdbc.query(SELECT, TargetTable::row, name);
        return rows.isEmpty() ? change(name, row -> new Next<>(row, row)) : rows.get(0);
    }

    /** Changes the target's row under its lock. */
    <T> T change(String name, Function<TargetRow, Next<T>> step) {
        Next<T> done = own.execute(status -> changed(name, step));
        if (done == null) {
            insert(name);
            done = own.execute(status -> changed(name, step));
        }
        if (done == null) {
            throw new IllegalStateException("the row of the target " + name + " was removed; restart Rollcall");
        }
        return done.result();
    }

    private <T> @Nullable Next<T> changed(String name, Function<TargetRow, Next<T>> step) {
        List<TargetRow> rows = jdbc.query(SELECT + " FOR UPDATE", TargetTable::row, name);
        if (rows.isEmpty()) {
            return null;
        }
        Next<T> next = step.apply(rows.get(0));
        TargetRow row = next.row();
        if (!row.equals(rows.get(0))) {
            jdbc.update(
                    """
                    UPDATE delivery_target SET next_permit_at = ?, held_until = ?, open_until = ?, openings = ?, reason = ?
                    WHERE name = ?""",
                    time(row.nextPermitAt()),
                    time(row.heldUntil()),
                    time(row.openUntil()),
                    row.openings(),
                    row.reason(),
                    name);
        }
        return next;
    }

    private void insert(String name) {
        try {
            jdbc.update("INSERT INTO delivery_target (name, openings) VALUES (?, 0)", name);
        } catch (DuplicateKeyException e) {
            // Another replica, or another thread, was faster.
        }
    }

    private static TargetRow row(ResultSet rows, int number) throws SQLException {
        Instant now = rows.getObject(1, OffsetDateTime.class).toInstant();
        return new TargetRow(
                now, instant(rows, 2), instant(rows, 3), instant(rows, 4), rows.getInt(5), rows.getString(6));
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
