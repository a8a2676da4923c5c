package dev.rollcall.provisioning;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells PostgreSQL that tables have grown. It keeps the plans of prepared statements, and one that was made for an empty
 * table may read all of it: a first import would take a time that grows with the square of its size until PostgreSQL looks by
 * itself, about once a minute. And it looks at one table after the other: what it then plans for those that it knows of
 * and those that it does not is so dear that it never trusts a kept plan again. H2 needs no telling.
 */
@Component
final class TableStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(TableStatistics.class);

    /** After so many new users the database is told, and then each time that they have become four times as many. */
    private static final long MANY_NEW = 200;

    private final JdbcTemplate jdbc;
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong tellAt = new AtomicLong(MANY_NEW);

    TableStatistics(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** To be called, outside of a transaction, when so many new users are recorded. */
    void created(int count) {
        long now = created.addAndGet(count);
        long at = tellAt.get();
        if (now >= at && tellAt.compareAndSet(at, at * 4)) {
            refresh(now);
        }
    }

    /** Has the columns counted anew by which users are found, if PostgreSQL knows of fewer users than came since the start. */
    private void refresh(long users) {
        try {
            if (isPostgres() && known() < users) {
                jdbc.execute("ANALYZE source_record (id, source_id, member_id, user_name, email, external_id)");
                jdbc.execute("ANALYZE member (id, source_id, user_name, email, employee_id)");
                jdbc.execute("ANALYZE delivery (member_id, state)");
            }
        } catch (DataAccessException e) {
            LOG.debug("the tables are not analysed: {}", e.toString()); // PostgreSQL does it already, or will
        }
    }

    private boolean isPostgres() {
        return "PostgreSQL".equals(jdbc.execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName()));
    }

    /** How many users PostgreSQL plans for: -1 as long as it never looked. */
    private long known() {
        Long rows = jdbc.queryForObject(
                "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = CAST('source_record' AS regclass)",
                Long.class);
        return rows == null ? -1 : rows;
    }
}
