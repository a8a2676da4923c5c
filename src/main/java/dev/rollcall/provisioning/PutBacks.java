package dev.rollcall.provisioning;

import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.DeliveryCorrections;
import dev.rollcall.member.Problem;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts a record back as it was, after the asset system refused what was made of it, and keeps the refusal. */
@Component
final class PutBacks {
    private final RecordTable records;
    private final MemberTable members;
    private final DeliveryCorrections deliveries;
    private final Rejections rejections;
    private final AdministratorCap cap;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    PutBacks(
            RecordTable records,
            MemberTable members,
            DeliveryCorrections deliveries,
            Rejections rejections,
            AdministratorCap cap,
            JdbcTemplate jdbc,
            TransactionTemplate transaction) {
        this.records = records;
        this.members = members;
        this.deliveries = deliveries;
        this.rejections = rejections;
        this.cap = cap;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Undoes {@code entry}; where somebody changed the user since, only the delivery is made due again. */
    void putBack(Entry entry, ClaimedChange claimed, Problem problem) {
        transaction.executeWithoutResult(status -> {
            if (deliveries.isNewest(claimed)) {
                undo(entry, claimed);
            }
        });
        SourceUser user = entry.user();
        StoredRecord record = entry.record();
        if (user != null && record != null) {
            boolean create = entry.before() == null;
            rejections.keep(
                    record.sourceId(),
                    user.keys().userName(),
                    create ? null : record.memberId(),
                    "open",
                    List.of(problem),
                    create,
                    entry.recordBefore() == null ? null : record.id(),
                    record.document());
        } else if (record == null && entry.recordBefore() != null) {
            rejections.keepUnremoved(
                    Plan.owner(entry.intake()),
                    entry.recordBefore(),
                    entry.keysBefore().userName(),
                    List.of(problem));
        }
    }

    private void undo(Entry entry, ClaimedChange claimed) {
        UUID memberId = claimed.change().memberId();
        Stored before = entry.before();
        if (before == null || before.fence() < 0) {
            deliveries.remove(memberId);
        }
        undoRecord(entry, before == null ? null : before.record());
        if (Checks.becomesAdministratorByFallback(entry.intake().memberBefore(), entry.member())) {
            cap.giveBack();
        }
        if (before == null) {
            jdbc.update("DELETE FROM member_history WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM member WHERE id = ?", memberId);
            return;
        }
        jdbc.update("DELETE FROM member_history WHERE member_id = ? AND version = ?", memberId, entry.memberVersion());
        long version = entry.memberVersion() + 1;
        members.update(
                List.of(new MemberTable.Row(memberId, before.memberSource(), before.member(), version, Instant.now())));
        deliveries.putBack(memberId, before.memberVersion(), version);
    }

    private void undoRecord(Entry entry, @Nullable StoredRecord old) {
        StoredRecord record = entry.record();
        if (old == null && record != null) {
            records.delete(List.of(record));
        } else if (old != null) {
            // Readers may have seen the refused state under its version: the old state comes back under a new one.
            long version = (record == null ? old.version() : record.version()) + 1;
            StoredRecord restored = new StoredRecord(
                    old.id(),
                    old.sourceId(),
                    old.memberId(),
                    old.document(),
                    old.active(),
                    version,
                    old.created(),
                    Instant.now());
            RecordTable.Row row = new RecordTable.Row(restored, entry.keysBefore(), true, version - 1, true);
            if (record == null) {
                records.insert(List.of(row));
            } else {
                records.update(List.of(row));
            }
        }
    }
}
