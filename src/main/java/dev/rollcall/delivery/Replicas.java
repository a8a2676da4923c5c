package dev.rollcall.delivery;

import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which processes run. Each says so once a second; claims of one that fell silent are given back long before their lease
 * ends, and one that could not say so in time sends nothing until it could: it may have been taken for dead.
 */
@Component
final class Replicas {
    /** After this long somebody else may give its claims back. */
    private static final int SILENT_SECONDS = 6;

    private static final long FRESH_NANOS = 4_000_000_000L;

    private final JdbcTemplate jdbc;
    private volatile String id = UUID.randomUUID().toString();
    private final LongSupplier nanoTime;
    private volatile long lastBeat;
    /** When it spoke up again after it had been silent for too long: what it held before may be somebody else's. */
    private volatile long lastSilence;

    private volatile boolean alone;

    @Autowired
    Replicas(JdbcTemplate jdbc) {
        this(jdbc, System::nanoTime);
    }

    Replicas(JdbcTemplate jdbc, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong() - FRESH_NANOS;
        this.lastSilence = lastBeat;
    }

    /** The owner of this process's claims. */
    String id() {
        return id;
    }

    /** This process has the database for itself: nobody is told that it lives, and nobody takes it for dead. */
    void alone() {
        alone = true;
    }

    /** Says that this process lives. */
    void beat() {
        long began = nanoTime.getAsLong();
        if (jdbc.update("UPDATE replica SET seen = CURRENT_TIMESTAMP WHERE id = ?", id) == 0) {
            try {
                jdbc.update("INSERT INTO replica (id, seen) VALUES (?, CURRENT_TIMESTAMP)", id);
            } catch (DuplicateKeyException e) {
                // Its own earlier attempt, whose answer was lost.
            }
        }
        if (began - lastBeat >= FRESH_NANOS) {
            lastSilence = nanoTime.getAsLong();
        }
        lastBeat = began;
    }

    /**
     * Begins a new life after the database was away: what the process had claimed in its last one may be forgotten, as the
     * answer to a commit got lost.
     *
     * @return the owner of the claims so far
     */
    String renew() {
        String last = id;
        id = UUID.randomUUID().toString();
        return last;
    }

    /**
     * Whether nobody can have taken this process for dead, were it stopped or cut off, since it looked at its claims.
     *
     * @param since {@link System#nanoTime} before that look
     */
    boolean mayAct(long since) {
        return alone || nanoTime.getAsLong() - lastBeat < FRESH_NANOS && since - lastSilence > 0;
    }

    /** Processes that fell silent. */
    List<String> silent() {
        return jdbc.queryForList(
                "SELECT id FROM replica WHERE seen < CURRENT_TIMESTAMP - CAST(? AS INTEGER) * INTERVAL '1' SECOND AND id <> ?",
                String.class,
                SILENT_SECONDS,
                id);
    }

    /** Whether a process is silent still; keeps its row locked until the transaction ends. */
    boolean isSilent(String other) {
        return !jdbc.queryForList(
                        "SELECT id FROM replica WHERE id = ? AND seen < CURRENT_TIMESTAMP - CAST(? AS INTEGER) * INTERVAL '1' SECOND FOR UPDATE SKIP LOCKED",
                        String.class,
                        other,
                        SILENT_SECONDS)
                .isEmpty();
    }

    /** Forgets a process. One that wakes up comes back as a new one. */
    void forget(String other) {
        jdbc.update("DELETE FROM replica WHERE id = ?", other);
    }
}
