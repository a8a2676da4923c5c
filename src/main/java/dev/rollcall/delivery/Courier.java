package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.delivery.Gate.Admission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes claims through the gate to the target: the ones that pushes hold, and the ones that it takes from the queue. */
@Component
class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final DeliveryRoute route;
    private final Claims claims;
    private final Settlements settlements;
    private final Aftermath aftermath;
    private final Gate gate;
    private final DeliveryTarget target;
    private final RefusedDeliveries refused;
    private final Handovers handovers;
    private final AtomicInteger draining = new AtomicInteger();
    private final Queue<ClaimedChange> unsettled = new ConcurrentLinkedQueue<>();

    Courier(
            DeliveryRoute route,
            Claims claims,
            Settlements settlements,
            Aftermath aftermath,
            Gate gate,
            DeliveryTarget target,
            RefusedDeliveries refused,
            Handovers handovers) {
        this.route = route;
        this.claims = claims;
        this.settlements = settlements;
        this.aftermath = aftermath;
        this.gate = gate;
        this.target = target;
        this.refused = refused;
        this.handovers = handovers;
    }

    /** Delivers what pushes wait for. A refusal goes to the push while it waits, and to a rejection afterwards. */
    void deliver(List<Ticket> batch) {
        List<ClaimedChange> claimed = batch.stream().map(Ticket::claimed).toList();
        try {
            if (!gate.isOpen()) {
                // It shut while they waited for a worker.
                giveBack(batch, TryAgain.because("the target does not serve"));
                return;
            }
            List<DeliveryOutcome> outcomes = deliver(claimed, false);
            for (int i = 0; i < batch.size(); i++) {
                boolean awaited = batch.get(i).outcome().complete(outcomes.get(i));
                if (outcomes.get(i) instanceof Refused no && !awaited) {
                    refusedLater(claimed.get(i), no);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("deliveries could not be settled: {}", e.toString());
            batch.forEach(ticket -> ticket.outcome().complete(TryAgain.because("not settled")));
        }
    }

    /** Makes what was not tried due again. */
    void giveBack(List<Ticket> batch, TryAgain why) {
        batch.forEach(ticket -> ticket.outcome().complete(why));
        if (!batch.isEmpty()) {
            settlements.untried(batch.stream().map(Ticket::claimed).toList());
        }
    }

    /** Whether something from the queue is on its way. */
    boolean isDraining() {
        return draining.get() > 0;
    }

    /**
     * Delivers one batch of what is due.
     *
     * @param help called where there is more than one worker can deliver
     * @return whether there may be more
     */
    boolean drain(Runnable help) {
        Admission admission = gate.ask();
        if (admission == Admission.WAIT) {
            return false;
        }
        boolean probe = admission == Admission.PROBE;
        if (!probe && route.isTogether()) {
            List<ClaimedChange> done = route.deliverLocked(target.batch());
            if (done != null) {
                return arrived(done, help);
            }
        }
        return drain(probe, help);
    }

    private boolean arrived(List<ClaimedChange> done, Runnable help) {
        if (!done.isEmpty()) {
            List<DeliveryOutcome> outcomes = Collections.nCopies(done.size(), new DeliveryOutcome.Delivered(""));
            gate.report(done, outcomes, false);
            aftermath.arrived(done.size());
        }
        boolean more = done.size() == target.batch();
        if (more) {
            help.run();
        }
        return more;
    }

    private boolean drain(boolean probe, Runnable help) {
        int most = probe ? 1 : target.batch();
        List<ClaimedChange> due = claims.due(most);
        if (due.isEmpty()) {
            if (probe) {
                gate.unprobed();
            }
            return false;
        }
        // Not before: a look into an empty queue keeps no push from being tried at once.
        draining.incrementAndGet();
        try {
            if (due.size() == most && !probe) {
                help.run();
            }
            List<DeliveryOutcome> outcomes = deliver(due, probe);
            for (int i = 0; i < due.size(); i++) {
                if (outcomes.get(i) instanceof Refused no) {
                    refusedLater(due.get(i), no);
                }
            }
            return due.size() == most;
        } finally {
            draining.decrementAndGet();
        }
    }

    private List<DeliveryOutcome> deliver(List<ClaimedChange> claimed, boolean probe) {
        try {
            List<DeliveryOutcome> outcomes = handovers.awaited(claimed, route.deliver(claimed));
            gate.report(claimed, outcomes, probe);
            for (int i = 0; i < claimed.size(); i++) {
                aftermath.of(claimed.get(i), outcomes.get(i));
            }
            return outcomes;
        } catch (RuntimeException e) {
            // Rollcall's own database is away. What arrived in the target all the same is found by a look.
            unsettled.addAll(claimed);
            throw e;
        }
    }

    /**
     * Whoever leaves has left before the rest of the change waits for a person; until that arrived, all of it is tried again,
     * as often as any change.
     */
    private void refusedLater(ClaimedChange claimed, Refused no) {
        Change leaving = refused.leaving(claimed);
        DeliveryOutcome left = leaving == null ? no : route.deliverPart(claimed, leaving);
        if (left instanceof TryAgain again && !aftermath.isLast(claimed, again)) {
            aftermath.of(claimed, again);
        } else {
            refused.refusedLater(claimed, left instanceof Delivered ? no.inPart() : no);
        }
    }

    /** Gives back claims that could not be settled when they ended. */
    void settleRest() {
        List<ClaimedChange> rest = new ArrayList<>();
        for (ClaimedChange claim = unsettled.poll(); claim != null; claim = unsettled.poll()) {
            rest.add(claim);
        }
        if (!rest.isEmpty()) {
            try {
                settlements.inDoubt(rest);
            } catch (RuntimeException e) {
                unsettled.addAll(rest);
                throw e;
            }
        }
    }
}
