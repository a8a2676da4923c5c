package dev.rollcall.sync;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells PostgreSQL that tables have grown. It keeps the plans of prepared statements, and one that was made for an empty
 * table reads all of it: a first import would take a time that grows with the square of its size until PostgreSQL looks by
 * itself, about once a minute. H2 needs no telling.
 */
@Component
class TableStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(TableStatistics.class);

    private final JdbcTemplate jdbc;

    TableStatistics(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts anew the columns by which users are found. */
    void refresh() {
        try {
            if ("PostgreSQL".equals(jdbc.execute((ConnectionCallback<String>)
                    connection -> connection.getMetaData().getDatabaseProductName()))) {
                jdbc.execute("ANALYZE source_record (id, source_id, member_id, user_name, email, external_id)");
                jdbc.execute("ANALYZE member (id, source_id, user_name, email, employee_id)");
                jdbc.execute("ANALYZE delivery (member_id, state)");
            }
        } catch (DataAccessException e) {
            LOG.debug("the tables are not analysed: {}", e.toString()); // PostgreSQL does it already, or will
        }
    }
}
