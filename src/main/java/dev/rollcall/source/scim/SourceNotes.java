package dev.rollcall.source.scim;

import dev.rollcall.source.StorableText;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Notes what a source sends without effect, for its page: attributes that nothing knows, and groups. Once an hour each. */
@Component
class SourceNotes {
    private static final Logger LOG = LoggerFactory.getLogger(SourceNotes.class);
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    /** Of one source: a client that makes names up does not fill the table, or the memory. */
    private static final int MOST_NOTES = 500;

    private static final int LONGEST_NAME = 200;

    private final JdbcTemplate jdbc;
    /** For each source, when a note was last taken. */
    private final Map<String, Map<String, Long>> seen = new ConcurrentHashMap<>();

    SourceNotes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void unknownAttributes(String sourceId, Set<String> names) {
        names.forEach(name -> note(sourceId, "unknown-attribute", name));
    }

    void groupWrite(String sourceId) {
        note(sourceId, "group-write", "Groups");
    }

    private void note(String sourceId, String kind, String fullName) {
        String name = StorableText.beginning(fullName, LONGEST_NAME);
        String key = kind + ' ' + name;
        Map<String, Long> ofSource = seen.computeIfAbsent(sourceId, source -> new ConcurrentHashMap<>());
        Long last = ofSource.get(key);
        if (last == null ? ofSource.size() >= MOST_NOTES : System.nanoTime() - last < HOUR_NANOS) {
            return;
        }
        ofSource.put(key, System.nanoTime());
        try {
            int known = jdbc.update(
                    "UPDATE source_note SET last_seen = CURRENT_TIMESTAMP WHERE source_id = ? AND kind = ? AND name = ?",
                    sourceId,
                    kind,
                    name);
            if (known == 0) {
                jdbc.update(
                        "INSERT INTO source_note (source_id, kind, name, last_seen) VALUES (?, ?, ?, CURRENT_TIMESTAMP)",
                        sourceId,
                        kind,
                        name);
            }
        } catch (DataAccessException e) {
            LOG.debug(
                    "a note of source {} was not kept: {}",
                    sourceId,
                    e.getClass().getSimpleName());
        }
    }
}
