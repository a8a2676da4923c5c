package dev.rollcall.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes the audit record: settings, tokens, members made by hand, administrators by fallback, sign-ins, what was asked of
 * Jolokia. A row is written in the caller's transaction where there is one, so that what was rolled back leaves no trace of
 * having happened.
 */
@Component
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    @Autowired
    Audit(JdbcTemplate jdbc) {
        this(jdbc, Clock.systemUTC());
    }

    /** An audit on any database that has Rollcall's schema. */
    public Audit(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Records that something was done.
     *
     * @param actor the console user or the source that did it, or {@code rollcall} for the system itself
     * @param action noun and verb, such as {@code settings.change} or {@code token.revoke}
     * @param subject what it was done to: an id or a key
     * @param detail more as JSON; never a secret
     */
    public void record(String actor, String action, String subject, JsonNode detail) {
        jdbc.update(
                "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
                UUID.randomUUID(),
                Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                shortened(actor),
                action,
                shortened(subject),
                detail.toString());
    }

    /**
     * Records what has happened already. A database that cannot take the entry does not turn it into an error; the log says
     * so instead, without names.
     */
    public void recordAfterwards(String actor, String action, String subject, JsonNode detail) {
        try {
            record(actor, action, subject, detail);
        } catch (DataAccessException e) {
            LOG.error("The audit lacks an entry '{}': {}", action, e.getClass().getSimpleName());
        }
    }

    /** The columns hold 1,000 characters; a longer name must not make the audited action fail. */
    private static String shortened(String text) {
        return text.length() <= 1000 ? text : text.substring(0, 1000);
    }
}
