package dev.rollcall.source.scim;

import dev.rollcall.failure.Causes;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads that no index answers: row by row, and for a few seconds at most. */
final class LongReads {
    private static final int ROWS_AT_A_TIME = 500;

    /** The state of a statement that was stopped, on either database. */
    private static final String CANCELED = "57014";

    private final JdbcTemplate unlimited;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Duration limit;

    LongReads(DataSource source, TransactionTemplate transaction, Duration limit) {
        this.unlimited = new JdbcTemplate(source);
        this.jdbc = new JdbcTemplate(source);
        this.transaction = transaction;
        this.limit = limit;
        jdbc.setQueryTimeout((int) limit.toSeconds());
        jdbc.setFetchSize(ROWS_AT_A_TIME);
    }

    /**
     * Hands over row after row.
     *
     * @throws ScimException 400 tooMany where it takes too long
     */
    void each(String sql, List<Object> parameters, RowCallbackHandler handler) {
        long end = System.nanoTime() + limit.toNanos();
        RowCallbackHandler timed = row -> {
            // The database counts the time of each piece of rows by itself.
            if (System.nanoTime() - end >= 0) {
                throw tooLong();
            }
            handler.processRow(row);
        };
        within(by -> {
            by.query(sql, timed, parameters.toArray());
            return true;
        });
    }

    /**
     * Does a read whose statements have the time limit. In a transaction: PostgreSQL's driver would hold all rows at once
     * otherwise.
     *
     * @throws ScimException 400 tooMany where one takes too long
     */
    <T> T within(Function<JdbcTemplate, T> read) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> limited(read)));
        } catch (DataAccessException e) {
            for (Throwable cause : Causes.of(e)) {
                if (cause instanceof SQLTimeoutException
                        || (cause instanceof SQLException sql && CANCELED.equals(sql.getSQLState()))) {
                    throw tooLong();
                }
            }
            throw e;
        }
    }

    /** H2's limit of one statement is that of its connection from then on: the next one to have it gets it as it was. */
    private <T> T limited(Function<JdbcTemplate, T> read) {
        String database = unlimited.execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName());
        Integer before = "H2".equals(database)
                ? unlimited.queryForObject(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'",
                        Integer.class)
                : null;
        try {
            return read.apply(jdbc);
        } finally {
            if (before != null) {
                unlimited.execute("SET QUERY_TIMEOUT " + before);
            }
        }
    }

    private ScimException tooLong() {
        return ScimException.tooMany(
                "too many users have to be looked at for this filter or order, and it was stopped after "
                        + limit.toSeconds()
                        + " seconds. Filter by userName, externalId, id or emails.value with eq, or sort by userName, displayName,"
                        + " name.familyName or meta.created");
    }
}
