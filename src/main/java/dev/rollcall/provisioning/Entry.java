package dev.rollcall.provisioning;

import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one intake writes, worked out before the transaction starts.
 *
 * @param record the record as it will be; {@code null} once it is removed
 * @param user what {@code record} is found by
 * @param member the member as it will be
 * @param memberVersion the member's version after the change
 * @param memberChanged whether the member differs from what is stored
 * @param changed names of the member's fields that differ
 * @param claimed the delivery, or {@code null} if there is nothing to deliver
 * @param keysOfBefore what the record as it was is found by
 */
record Entry(
        Intake intake,
        @Nullable StoredRecord record,
        @Nullable SourceUser user,
        Member member,
        long memberVersion,
        boolean memberChanged,
        Set<String> changed,
        @Nullable ClaimedChange claimed,
        @Nullable UserKeys keysOfBefore) {

    @Nullable
    Stored before() {
        return intake.before();
    }

    /** The member whose entry it is. */
    UUID memberId() {
        Stored before = before();
        if (before != null) {
            return before.memberId();
        }
        if (record == null) {
            throw new IllegalStateException("an entry has a record before or after it");
        }
        return record.memberId();
    }

    /** Whether the queue knows nothing of the member yet. */
    boolean isNewToQueue() {
        Stored before = before();
        return before == null || before.fence() < 0;
    }

    /** The record as it was, or {@code null} where there was none. */
    @Nullable
    StoredRecord recordBefore() {
        Stored before = intake.before();
        return before == null ? null : before.record();
    }

    /** What the record as it was is found by; only for entries that change a record. */
    UserKeys keysBefore() {
        if (keysOfBefore == null) {
            throw new IllegalStateException("there was no record");
        }
        return keysOfBefore;
    }
}
