package dev.rollcall.provisioning;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Queries of a whole batch: {@code FROM unnest(?) AS asked(it) JOIN …}, which H2 and PostgreSQL both answer by an index,
 * whatever the number of values.
 */
public final class SqlArrays {
    private SqlArrays() {}

    /** Runs {@code sql}, whose first parameter is a list of texts; asks nothing where the list is empty. */
    public static void ofTexts(
            JdbcTemplate jdbc, String sql, Collection<String> texts, RowCallbackHandler each, Object... more) {
        query(jdbc, sql, "varchar", texts.toArray(), each, more);
    }

    /** Runs {@code sql}, whose first parameter is a list of ids; asks nothing where the list is empty. */
    public static void ofIds(
            JdbcTemplate jdbc, String sql, Collection<UUID> ids, RowCallbackHandler each, Object... more) {
        query(jdbc, sql, "uuid", ids.toArray(), each, more);
    }

    private static void query(
            JdbcTemplate jdbc, String sql, String type, Object[] values, RowCallbackHandler each, Object... more) {
        if (values.length == 0) {
            return;
        }
        PreparedStatementCreator creator = connection -> {
            var statement = connection.prepareStatement(sql);
            statement.setArray(1, connection.createArrayOf(type, values));
            for (int i = 0; i < more.length; i++) {
                statement.setObject(i + 2, more[i]);
            }
            return statement;
        };
        jdbc.query(creator, each);
    }
}
