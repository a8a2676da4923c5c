package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a user before a change.
 *
 * @param record the source record; {@code null} for a member whose record was deleted
 * @param memberId our id of the member
 * @param memberSource the source that owns the member
 * @param targetId the asset system's id, once known
 * @param fence the delivery's last claim; {@code -1} for a member without a delivery, since it was held
 * @param keys what the record is found by, folded as it is stored
 * @param moreEmails whether the record has e-mails beside the primary one
 * @param rejectionKnown whether an earlier change of the user was rejected
 */
record Stored(
        @Nullable StoredRecord record,
        UUID memberId,
        String memberSource,
        Member member,
        long memberVersion,
        @Nullable String targetId,
        long fence,
        @Nullable UserKeys keys,
        boolean moreEmails,
        boolean rejectionKnown) {}
