package dev.rollcall.sync;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table pulled_source: what is known of a pulled source between runs. By its primary key. */
@Component
class PulledSources {
    private final JdbcTemplate jdbc;

    PulledSources(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a read of changes begins, and how many of them there were since somebody looked for users that vanished. */
    record Position(@Nullable String watermark, int incrementals) {}

    Position position(String sourceId) {
        List<Position> rows = jdbc.query(
                "SELECT watermark, incrementals FROM pulled_source WHERE source_id = ?",
                (row, number) -> new Position(row.getString(1), row.getInt(2)),
                sourceId);
        return rows.isEmpty() ? new Position(null, 0) : rows.get(0);
    }

    /** Notes the end of a run that was done; {@code looked}: whether it looked for users that vanished. */
    void done(String sourceId, @Nullable String watermark, boolean looked) {
        known(sourceId);
        jdbc.update(
                "UPDATE pulled_source SET watermark = ?, incrementals = CASE WHEN ? THEN 0 ELSE incrementals + 1 END WHERE source_id = ?",
                watermark,
                looked,
                sourceId);
    }

    /**
     * Whether this process is the one that starts the run planned for {@code fire}; to be called in the transaction that
     * starts it. A time that was noted more than a day ahead of it is none that came: a clock was wrong then.
     */
    boolean fires(String sourceId, Mode mode, Instant fire) {
        String column = mode == Mode.FULL ? "last_full" : "last_incremental";
        Timestamp at = Timestamp.from(fire);
        return jdbc.update(
                        "UPDATE pulled_source SET " + column + " = ? WHERE source_id = ? AND (" + column
                                + " IS NULL OR " + column + " < ? OR " + column + " > ?)",
                        at,
                        sourceId,
                        at,
                        Timestamp.from(fire.plus(Duration.ofDays(1))))
                == 1;
    }

    /** The full run planned for {@code fire} could not start, and is to be made up for. */
    void missed(String sourceId, Instant fire) {
        jdbc.update(
                "UPDATE pulled_source SET last_full = ? WHERE source_id = ?",
                Timestamp.from(fire.minusSeconds(1)),
                sourceId);
    }

    /** The last planned time of which a full run was started, or just before one that has to be made up for. */
    @Nullable
    Instant lastFull(String sourceId) {
        List<Timestamp> rows = jdbc.queryForList(
                "SELECT last_full FROM pulled_source WHERE source_id = ? AND last_full IS NOT NULL",
                Timestamp.class,
                sourceId);
        return rows.isEmpty() ? null : rows.get(0).toInstant();
    }

    /** Makes the source's row, outside of a transaction that another replica's row would spoil. */
    void known(String sourceId) {
        Integer rows =
                jdbc.queryForObject("SELECT COUNT(*) FROM pulled_source WHERE source_id = ?", Integer.class, sourceId);
        if (rows == null || rows == 0) {
            try {
                jdbc.update("INSERT INTO pulled_source (source_id, incrementals) VALUES (?, 0)", sourceId);
            } catch (DuplicateKeyException e) {
                // Another replica was faster.
            }
        }
    }
}
