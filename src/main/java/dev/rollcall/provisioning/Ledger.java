package dev.rollcall.provisioning;

import dev.rollcall.delivery.BulkDelivery;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.Deliveries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.jspecify.annotations.Nullable;
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

    private final EntryRows rows;
    private final Deliveries target;
    private final BulkDelivery bulk;
    private final TransactionTemplate transaction;
    private final GroupCommit<Entry, Long> commits = new GroupCommit<>(this::write);

    Ledger(EntryRows rows, Deliveries target, BulkDelivery bulk, TransactionTemplate transaction) {
        this.rows = rows;
        this.target = target;
        this.bulk = bulk;
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
            rows.members(sorted, null);
            rows.records(sorted);
            rows.deliveries(sorted, byEntry);
            rows.sameAgain(sorted);
            sorted.forEach(rows::rare);
            return entries.stream()
                    .map(entry -> byEntry.getOrDefault(entry, 0L))
                    .toList();
        });
        return fences == null ? List.of() : fences;
    }

    /** One order for all writers, so that two transactions never wait for each other. */
    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::memberId)).toList();
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
                (entry.isNewToQueue() ? fresh : again).add(entry.claimed());
            }
        }
        transaction.executeWithoutResult(status -> {
            rows.members(sorted, run);
            rows.records(sorted);
            delivery.recorded(fresh, again);
            rows.sameAgain(sorted);
            sorted.forEach(rows::rare);
            alongside.run();
        });
    }
}
