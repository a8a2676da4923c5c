package dev.rollcall.sync;

import dev.rollcall.provisioning.Intent;
import dev.rollcall.source.SourceUser;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One user that differs from what is stored: a row of run_change.
 *
 * @param turn {@link #VANISHED}, {@link #CHANGED} or {@link #NEW}: the order in which they are done
 * @param key the directory's key; {@code null} for users of pushing sources
 * @param recordId the stored record; {@code null} for a new user
 * @param user the user as read; {@code null}: as stored
 */
record PlannedChange(
        int turn,
        long seq,
        String sourceId,
        @Nullable String key,
        @Nullable UUID recordId,
        @Nullable SourceUser user,
        String userName) {
    /** Users that the source has no more: first, as they make way for others. */
    static final int VANISHED = 0;

    static final int CHANGED = 1;
    static final int NEW = 2;

    /** What the pipeline is asked to do. */
    Intent intent() {
        if (turn == VANISHED && recordId != null) {
            return new Intent.Remove(sourceId, recordId, record -> true);
        }
        if (recordId != null) {
            SourceUser wanted = user;
            return wanted == null
                    ? new Intent.Again(sourceId, recordId)
                    : new Intent.Edit(sourceId, recordId, record -> true, record -> wanted, document -> document);
        }
        if (user == null) {
            throw new IllegalStateException("a change has a record or a user");
        }
        return new Intent.Create(sourceId, user);
    }
}
