package dev.rollcall.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How changes that are recorded together reach the asset system: a database takes them by the batch as they are recorded,
 * everything else gets them from the queue.
 */
@Component
public class BulkDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(BulkDelivery.class);

    private final DeliveryTable table;
    private final BulkTable bulk;
    private final DeliveryRoute route;
    private final DeliveryTarget target;
    private final Settlements settlements;
    private final Redelivery redelivery;
    private final Gate gate;
    private final SharedTransaction shared;
    private final Workers workers;
    private final Aftermath aftermath;

    BulkDelivery(
            DeliveryTable table,
            BulkTable bulk,
            DeliveryRoute route,
            DeliveryTarget target,
            Settlements settlements,
            Redelivery redelivery,
            Gate gate,
            SharedTransaction shared,
            Workers workers,
            Aftermath aftermath) {
        this.table = table;
        this.bulk = bulk;
        this.route = route;
        this.target = target;
        this.settlements = settlements;
        this.redelivery = redelivery;
        this.gate = gate;
        this.shared = shared;
        this.workers = workers;
        this.aftermath = aftermath;
    }

    /** One way to deliver a batch; used once. */
    public interface Way {
        /**
         * Writes the rows of a batch, in the transaction that records it. Fences are those of {@link ClaimedChange}s:
         * one more than the row's.
         *
         * @param fresh changes of members that have no row
         * @param again changes of members that have one
         */
        void recorded(List<ClaimedChange> fresh, List<ClaimedChange> again);

        /**
         * To be called after the commit: wakes the workers for what is left to them.
         *
         * @return whether this way worked
         */
        boolean committed();
    }

    /** The fastest way to the target. Its {@code recorded} may fail; {@link #queued} does not depend on the target. */
    public Way direct() {
        if (!target.isDatabase() || !gate.isOpen()) {
            return queued();
        }
        return shared.template() == null ? new Claimed() : new Together();
    }

    /** By the queue. */
    public Way queued() {
        return new Queued();
    }

    /** Rows that workers find. */
    private final class Queued implements Way {
        @Override
        public void recorded(List<ClaimedChange> fresh, List<ClaimedChange> again) {
            table.insertWaiting(fresh);
            table.wantWaiting(again);
        }

        @Override
        public boolean committed() {
            workers.wake();
            return true;
        }
    }

    /** The asset system's rows are in Rollcall's own database: one commit for all. */
    private final class Together implements Way {
        private int arrived;
        private boolean waiting;

        @Override
        public void recorded(List<ClaimedChange> fresh, List<ClaimedChange> again) {
            boolean[] expected = bulk.arrive(again);
            List<ClaimedChange> now = new ArrayList<>(fresh);
            List<ClaimedChange> later = new ArrayList<>();
            for (int i = 0; i < expected.length; i++) {
                (expected[i] ? now : later).add(again.get(i));
            }
            table.wantWaiting(later);
            if (!now.isEmpty()) {
                List<String> targetIds = route.deliverWhole(
                        now.stream().map(ClaimedChange::change).toList());
                if (!fresh.isEmpty()) {
                    bulk.insertArrived(fresh, targetIds.subList(0, fresh.size()));
                }
            }
            arrived = now.size();
            waiting = !later.isEmpty();
        }

        @Override
        public boolean committed() {
            aftermath.arrived(arrived);
            if (waiting) {
                workers.wake();
            }
            return true;
        }
    }

    /** The asset system has a database of its own: claimed with the record, delivered after it. */
    private final class Claimed implements Way {
        private final List<ClaimedChange> claimed = new ArrayList<>();

        @Override
        public void recorded(List<ClaimedChange> fresh, List<ClaimedChange> again) {
            claimed.clear();
            List<ClaimedChange> later = new ArrayList<>();
            if (!fresh.isEmpty()) {
                table.insertClaimed(fresh);
                claimed.addAll(fresh);
            }
            if (!again.isEmpty()) {
                boolean[] ours = table.wantNext(again);
                for (int i = 0; i < ours.length; i++) {
                    (ours[i] ? claimed : later).add(again.get(i));
                }
            }
            table.wantWaiting(later);
        }

        @Override
        public boolean committed() {
            if (claimed.isEmpty()) {
                return true;
            }
            try {
                List<String> targetIds = route.deliverWhole(
                        claimed.stream().map(ClaimedChange::change).toList());
                boolean[] held = settlements.delivered(claimed, targetIds);
                redelivery.mend(IntStream.range(0, held.length)
                        .filter(i -> !held[i])
                        .mapToObj(claimed::get)
                        .toList());
                aftermath.arrived(claimed.size());
                return true;
            } catch (CamelExecutionException e) {
                // The queue isolates what spoils a batch, and waits for a target that is down.
                LOG.debug("a batch goes by the queue: {}", String.valueOf(e.getCause()));
                settlements.inDoubt(claimed);
                return false;
            }
        }
    }
}
