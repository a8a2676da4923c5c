package dev.rollcall.provisioning;

import dev.rollcall.delivery.BulkDelivery;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.Deliveries;
import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.mapping.MappingResult.Held;
import dev.rollcall.member.Member;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The fourth step: one transaction writes the source record, the planned member with its history, and the delivery row.
 * Intakes that arrive at the same time share a transaction.
 */
@Component
final class Ledger {
    /** The fence of a claim that is delivered and settled already. */
    private static final long ARRIVED = -1;

    private final RecordTable records;
    private final MemberTable members;
    private final DeliveryTable deliveries;
    private final Rejections rejections;
    private final Deliveries target;
    private final BulkDelivery bulk;
    private final Settings settings;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final GroupCommit<Entry, Long> commits = new GroupCommit<>(this::write);

    Ledger(
            RecordTable records,
            MemberTable members,
            DeliveryTable deliveries,
            Rejections rejections,
            Deliveries target,
            BulkDelivery bulk,
            Settings settings,
            JdbcTemplate jdbc,
            TransactionTemplate transaction) {
        this.records = records;
        this.members = members;
        this.deliveries = deliveries;
        this.rejections = rejections;
        this.target = target;
        this.bulk = bulk;
        this.settings = settings;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Makes an entry durable.
     *
     * @return the claim of the delivery to be tried at once, or {@code null} if there is none, or if it has arrived already
     * @throws StaleState if the stored state is not the one that the entry was planned on
     */
    @Nullable
    ClaimedChange record(Entry entry) {
        Long fence = commits.submit(entry);
        ClaimedChange claimed = entry.claimed();
        if (claimed == null || fence == null || fence == ARRIVED) {
            return null;
        }
        if (fence == 0) {
            target.deliverDue();
            return null;
        }
        return new ClaimedChange(claimed.change(), claimed.version(), fence, claimed.attempts());
    }

    /**
     * Writes entries in one transaction, and delivers them in the same one where the target is Rollcall's own database: two
     * commits would cost twice as much. What does not arrive in that way is recorded first and delivered after it.
     */
    private List<Long> write(List<Entry> entries) {
        if (target.isTogether()) {
            try {
                return writeDelivered(entries);
            } catch (CamelExecutionException e) {
                if (entries.size() > 1) {
                    throw e; // each is tried alone then
                }
            }
        }
        return writeClaimed(entries);
    }

    private List<Long> writeDelivered(List<Entry> entries) {
        BulkDelivery.Way way = bulk.direct();
        recordAll(entries, null, way, () -> {});
        way.committed();
        return Collections.nCopies(entries.size(), ARRIVED);
    }

    /** Gives the fences of the claims that are still to be delivered, 0 where the queue delivers it, if anything. */
    private List<Long> writeClaimed(List<Entry> entries) {
        List<Long> fences = transaction.execute(status -> {
            Map<Entry, Long> byEntry = new IdentityHashMap<>();
            List<Entry> sorted = sorted(entries);
            writeMembers(sorted, null);
            writeRecords(sorted);
            writeDeliveries(sorted, byEntry);
            sorted.forEach(this::writeRare);
            return entries.stream()
                    .map(entry -> byEntry.getOrDefault(entry, 0L))
                    .toList();
        });
        return fences == null ? List.of() : fences;
    }

    /** One order for all writers, so that two transactions never wait for each other. */
    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Ledger::key)).toList();
    }

    /**
     * Makes entries durable, all or none.
     *
     * @param run the run that they belong to; {@code null} for pushes
     * @param delivery how their changes reach the asset system
     * @param alongside what else belongs into the transaction
     * @throws StaleState if one of the stored states is not the one that its entry was planned on
     */
    void recordAll(List<Entry> entries, @Nullable UUID run, BulkDelivery.Way delivery, Runnable alongside) {
        List<Entry> sorted = sorted(entries);
        List<ClaimedChange> fresh = new ArrayList<>();
        List<ClaimedChange> again = new ArrayList<>();
        for (Entry entry : sorted) {
            if (entry.claimed() != null) {
                (hasNoRow(entry) ? fresh : again).add(entry.claimed());
            }
        }
        transaction.executeWithoutResult(status -> {
            writeMembers(sorted, run);
            writeRecords(sorted);
            delivery.recorded(fresh, again);
            sorted.forEach(this::writeRare);
            alongside.run();
        });
    }

    /** Whether the queue knows nothing of the member yet. */
    private static boolean hasNoRow(Entry entry) {
        return entry.before() == null || entry.before().fence() < 0;
    }

    private static UUID key(Entry entry) {
        Stored before = entry.before();
        return before != null ? before.memberId() : anyRecord(entry).memberId();
    }

    private static StoredRecord anyRecord(Entry entry) {
        StoredRecord record = entry.record() != null ? entry.record() : entry.recordBefore();
        if (record == null) {
            throw new IllegalStateException("an entry has a record before or after it");
        }
        return record;
    }

    private void writeRecords(List<Entry> entries) {
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

    private void writeMembers(List<Entry> entries, @Nullable UUID run) {
        List<MemberTable.Row> fresh = new ArrayList<>();
        List<MemberTable.Row> changed = new ArrayList<>();
        List<MemberTable.Line> lines = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.memberChanged()) {
                Instant at =
                        entry.record() == null ? Instant.now() : entry.record().modified();
                UUID id = key(entry);
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

    private void writeDeliveries(List<Entry> entries, Map<Entry, Long> fences) {
        List<ClaimedChange> fresh = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        boolean now = target.takesNow();
        for (Entry entry : entries) {
            ClaimedChange claimed = entry.claimed();
            if (claimed != null && hasNoRow(entry)) {
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
                    deliveries.wantNext(again.stream().map(Ledger::claim).toList(), now);
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

    private void writeRare(Entry entry) {
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
        } else if (intake.rejectionKnown() && entry.user() != null) {
            rejections.resolve(Plan.owner(intake), entry.user().keys().userName());
        } else if (entry.record() == null && entry.recordBefore() != null) {
            // Who is gone waits for nobody any more.
            rejections.resolve(Plan.owner(intake), entry.keysBefore().userName());
        }
        if (Checks.becomesAdministratorByFallback(intake.memberBefore(), entry.member()) && entry.memberChanged()) {
            countAdministrator(key(entry));
        }
    }

    /** Counts one more administrator by fallback; the row's lock makes the cap hold over all replicas. */
    private void countAdministrator(UUID memberId) {
        int cap = settings.current().roles().administratorsByFallbackPerDay();
        int counted = jdbc.update(
                "UPDATE administrator_fallback SET used = used + 1 WHERE on_day = CURRENT_DATE AND used < ?", cap);
        if (counted == 0) {
            Integer rows = jdbc.queryForObject(
                    "SELECT COUNT(*) FROM administrator_fallback WHERE on_day = CURRENT_DATE", Integer.class);
            if (cap == 0 || rows == null || rows > 0) {
                throw new StaleState();
            }
            jdbc.update("INSERT INTO administrator_fallback (on_day, used) VALUES (CURRENT_DATE, 1)");
        }
        jdbc.update(
                "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (?, CURRENT_TIMESTAMP, ?, ?, ?, ?)",
                UUID.randomUUID(),
                "rollcall",
                "administrator-by-fallback",
                memberId.toString(),
                "{}");
    }
}
