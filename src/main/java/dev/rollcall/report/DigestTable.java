package dev.rollcall.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The row that lets one replica at a time send the digest and remembers what was told. All times are the database's. A
 * replica that ends while it sends leaves the row due: after the lease another sends the same once more.
 */
@Component
class DigestTable {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    DigestTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * The right to send a digest.
     *
     * @param since what came up before was told
     * @param until what came up from then on is for the next digest
     */
    record Claim(long fence, Instant since, Instant until, int attempts) {}

    /**
     * Makes a digest due, unless one is on its way. It tells what came up until half a minute ago, as a transaction that
     * is younger may not have ended yet. Due a second ago, since the column rounds to milliseconds, maybe up.
     */
    void due() {
        jdbc.update("""
                UPDATE digest SET due_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND, attempts = 0,
                  tell_until = CURRENT_TIMESTAMP - INTERVAL '30' SECOND
                WHERE id = 1 AND due_at IS NULL""");
    }

    /** Claims the digest that is due, for five minutes; {@code null} where none is, or another replica has it. */
    @Nullable
    Claim claim() {
        return transaction.execute(status -> {
            List<Claim> due = jdbc.query("""
                    SELECT fence, told_until, tell_until, attempts FROM digest
                    WHERE id = 1 AND due_at <= CURRENT_TIMESTAMP FOR UPDATE SKIP LOCKED""", DigestTable::next);
            if (due.isEmpty()) {
                return null;
            }
            Claim claim = due.get(0);
            jdbc.update("""
                    UPDATE digest SET fence = ?, attempts = ?, due_at = CURRENT_TIMESTAMP + INTERVAL '5' MINUTE
                    WHERE id = 1""", claim.fence(), claim.attempts());
            return claim;
        });
    }

    private static Claim next(ResultSet row, int number) throws SQLException {
        return new Claim(
                row.getLong("fence") + 1,
                row.getTimestamp("told_until").toInstant(),
                row.getTimestamp("tell_until").toInstant(),
                row.getInt("attempts") + 1);
    }

    /** The digest went out, or there was nothing to tell. */
    void told(long fence, Instant until, boolean sent) {
        jdbc.update("""
                UPDATE digest SET told_until = ?, due_at = NULL, attempts = 0, last_error = NULL,
                  last_sent = CASE WHEN ? THEN CURRENT_TIMESTAMP ELSE last_sent END
                WHERE id = 1 AND fence = ?""", Timestamp.from(until), sent, fence);
    }

    /** It did not go out; it is due again after {@code backOff}, or with the next schedule where that is {@code null}. */
    void failed(long fence, String error, @Nullable Duration backOff) {
        jdbc.update("""
                UPDATE digest SET last_error = ?,
                  due_at = CASE WHEN ? THEN NULL ELSE CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND END
                WHERE id = 1 AND fence = ?""", error, backOff == null, backOff == null ? 0 : (int) backOff.toSeconds(), fence);
    }
}
