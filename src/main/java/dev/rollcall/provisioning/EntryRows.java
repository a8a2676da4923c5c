package dev.rollcall.provisioning;

import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.Deliveries;
import dev.rollcall.delivery.DeliveryCorrections;
import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.mapping.MappingResult.Held;
import dev.rollcall.member.Member;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which rows entries become in each table; in the transaction of the {@link Ledger}. */
@Component
final class EntryRows {
    private final RecordTable records;
    private final MemberTable members;
    private final DeliveryTable deliveries;
    private final DeliveryCorrections corrections;
    private final Rejections rejections;
    private final AdministratorCap cap;
    private final Deliveries target;
    private final Settings settings;

    EntryRows(
            RecordTable records,
            MemberTable members,
            DeliveryTable deliveries,
            DeliveryCorrections corrections,
            Rejections rejections,
            AdministratorCap cap,
            Deliveries target,
            Settings settings) {
        this.records = records;
        this.members = members;
        this.deliveries = deliveries;
        this.corrections = corrections;
        this.rejections = rejections;
        this.cap = cap;
        this.target = target;
        this.settings = settings;
    }

    void records(List<Entry> entries) {
        List<RecordTable.Row> fresh = new ArrayList<>();
        List<RecordTable.Row> changed = new ArrayList<>();
        List<StoredRecord> gone = new ArrayList<>();
        for (Entry entry : entries) {
            StoredRecord record = entry.record();
            StoredRecord old = entry.recordBefore();
            if (record == null && old != null) {
                gone.add(old);
            } else if (record != null && entry.user() != null && (old == null || old.version() != record.version())) {
                boolean adoptable = !record.sourceId().equals(StoredRecord.UNOWNED)
                        || !Checks.isProtected(settings.current(), entry.member());
                boolean moreEmails = entry.before() != null && entry.before().moreEmails();
                (old == null ? fresh : changed)
                        .add(new RecordTable.Row(
                                record, entry.user().keys(), adoptable, old == null ? 0 : old.version(), moreEmails));
            }
        }
        records.insert(fresh);
        records.update(changed);
        records.delete(gone);
    }

    /** Members with their history; {@code run} is the run that changes them, {@code null} for pushes. */
    void members(List<Entry> entries, @Nullable UUID run) {
        List<MemberTable.Row> fresh = new ArrayList<>();
        List<MemberTable.Row> changed = new ArrayList<>();
        List<MemberTable.Line> lines = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.memberChanged()) {
                Instant at =
                        entry.record() == null ? Instant.now() : entry.record().modified();
                UUID id = entry.memberId();
                (entry.before() == null ? fresh : changed)
                        .add(new MemberTable.Row(
                                id, Plan.owner(entry.intake()), entry.member(), entry.memberVersion(), at));
                lines.add(line(entry, id, at, run));
            }
        }
        members.insert(fresh);
        members.update(changed);
        members.writeHistory(lines);
    }

    private static MemberTable.Line line(Entry entry, UUID id, Instant at, @Nullable UUID run) {
        Stored before = entry.before();
        Member member = entry.member();
        String held = Member.HELD.equals(member.field("status")) ? "hold" : before == null ? "create" : "update";
        String operation = entry.claimed() == null
                ? held
                : entry.claimed().change().operation().wire();
        return new MemberTable.Line(
                id,
                entry.memberVersion(),
                at,
                Plan.owner(entry.intake()),
                entry.intake().actor(),
                operation,
                before == null ? null : MemberTable.excerpt(before.member(), entry.changed()),
                MemberTable.excerpt(member, entry.changed()),
                run);
    }

    /** Leaves in {@code fences} the fence of each claim that its owner delivers now, 0 where the queue delivers it. */
    void deliveries(List<Entry> entries, Map<Entry, Long> fences) {
        List<ClaimedChange> fresh = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        boolean now = target.takesNow();
        for (Entry entry : entries) {
            ClaimedChange claimed = entry.claimed();
            if (claimed != null && entry.isNewToQueue()) {
                fresh.add(claimed);
                fences.put(entry, now ? 1L : 0L);
            } else if (claimed != null) {
                again.add(entry);
            }
        }
        if (now) {
            deliveries.insertClaimed(fresh);
        } else {
            deliveries.insertWaiting(fresh);
        }
        if (!again.isEmpty()) {
            boolean[] expected =
                    deliveries.wantNext(again.stream().map(EntryRows::claim).toList(), now);
            for (int i = 0; i < expected.length; i++) {
                ClaimedChange wanted = claim(again.get(i));
                if (!expected[i]) {
                    deliveries.want(wanted);
                }
                fences.put(again.get(i), expected[i] && now ? wanted.fence() : 0L);
            }
        }
    }

    private static ClaimedChange claim(Entry entry) {
        if (entry.claimed() == null) {
            throw new IllegalStateException("nothing to deliver");
        }
        return entry.claimed();
    }

    /** Members of whom the asset system has everything, since nothing but origins differs, or the role that was asked for. */
    void sameAgain(List<Entry> entries) {
        corrections.sameAgain(entries.stream()
                .filter(entry -> entry.memberChanged() && entry.claimed() == null && !entry.isNewToQueue())
                .map(Entry::memberId)
                .toList());
    }

    /** What few entries need: rejections that begin or end, and administrators that are counted. */
    void rare(Entry entry) {
        Intake intake = entry.intake();
        if (intake.mapping() instanceof Held held && entry.record() != null && entry.user() != null) {
            rejections.keep(
                    Plan.owner(intake),
                    entry.user().keys().userName(),
                    entry.record().memberId(),
                    "held",
                    List.of(held.why()),
                    entry.before() == null,
                    entry.record().id(),
                    entry.record().document());
            if (entry.recordBefore() == null) {
                // Until now there was no record that it could be kept with.
                rejections.resolve(Plan.owner(intake), entry.user().keys(), null);
            }
        } else if (intake.rejectionKnown() && intake.intent() instanceof Intent.Again && entry.record() != null) {
            rejections.resolve(entry.record());
        } else if (intake.rejectionKnown() && entry.user() != null) {
            rejections.resolve(
                    Plan.owner(intake),
                    entry.user().keys(),
                    entry.recordBefore() == null ? null : entry.recordBefore().id());
        } else if (entry.record() == null && entry.recordBefore() != null) {
            // Who is gone waits for nobody any more.
            rejections.resolve(
                    Plan.owner(intake), entry.keysBefore(), entry.recordBefore().id());
        }
        if (Checks.becomesAdministratorByFallback(intake.memberBefore(), entry.member()) && entry.memberChanged()) {
            cap.count(entry.memberId());
        }
    }
}
