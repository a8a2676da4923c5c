package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.delivery.TargetRow.Next;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether the target may be used: its circuit breaker, and the time for which it asked to be left alone. Each replica
 * gathers evidence by itself; the state is shared by the database, so that all of them together probe a dead target once,
 * and a restart does not forget. Pushes ask a copy in memory, which is a second old at most.
 */
@Component
class Gate {
    /** What the queue may do. */
    enum Admission {
        WAIT,
        GO,
        /** One change may be tried, to see whether the target lives. */
        PROBE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** Lost answers in a row that open the breaker; fewer may be the line's. */
    private static final int UNKNOWN_IN_A_ROW = 10;

    /** Failures of one and the same member in a row that open it; of two members, two are enough. */
    private static final int DOWN_IN_A_ROW = 3;

    private static final int LONGEST_GUESS_SECONDS = 60;

    /** The heartbeat's next refresh makes them fit. */
    private static final Duration UNTIL_IDS_FIT = Duration.ofSeconds(1);

    private final TargetTable targets;
    private final DeliveryTarget target;
    private final TargetIds ids;

    private volatile Seen seen = new Seen("", false, System.nanoTime());
    private int unknown;
    private int down;
    private int busy;
    private @Nullable UUID downMember;

    /** The copy: until {@code restUntil} nothing may be sent. */
    private record Seen(String name, boolean open, long restUntil) {
        boolean shut() {
            return open || restUntil - System.nanoTime() > 0;
        }
    }

    Gate(TargetTable targets, DeliveryTarget target, TargetIds ids) {
        this.targets = targets;
        this.target = target;
        this.ids = ids;
    }

    /** Whether changes may be tried as they come. Asks nobody. */
    boolean isOpen() {
        return !seen.shut() && ids.fit();
    }

    /** How long the gate is shut still; 0 where it is open, or a probe may be tried. */
    Duration rest() {
        return ids.fit() ? Duration.ofNanos(Math.max(0, seen.restUntil - System.nanoTime())) : UNTIL_IDS_FIT;
    }

    /** Whether the breaker is open, or half open. */
    boolean isBroken() {
        return seen.open;
    }

    /** Reads what other replicas found out, after the queue's ids were made those of the target. */
    synchronized void refresh() {
        ids.follow();
        remember(target.name(), targets.read(target.name()));
    }

    private void remember(String name, TargetRow row) {
        seen = new Seen(name, row.isOpen(), System.nanoTime() + row.rest().toNanos());
    }

    /** Whether something may be claimed now; whoever gets {@code PROBE} has to {@link #report} or {@link #unprobed}. */
    Admission ask() {
        if (!ids.fit()) {
            return Admission.WAIT;
        }
        String name = target.name();
        if (!seen.name.equals(name)) {
            refresh();
        }
        Seen now = seen;
        if (!now.shut()) {
            return Admission.GO;
        }
        if (now.restUntil - System.nanoTime() > 0) {
            return Admission.WAIT;
        }
        boolean probe = change(name, row -> row.probe(target.lease()));
        return probe ? Admission.PROBE : isOpen() ? Admission.GO : Admission.WAIT;
    }

    /** There was nothing to probe with. */
    void unprobed() {
        change(target.name(), row -> new Next<>(row.probeLater(), true));
    }

    /** Learns from what became of claims. */
    synchronized void report(List<ClaimedChange> claims, List<DeliveryOutcome> outcomes, boolean probe) {
        boolean answered = false;
        boolean limited = false;
        String lost = null;
        Duration hold = null;
        for (int i = 0; i < claims.size(); i++) {
            if (!(outcomes.get(i) instanceof TryAgain again) || again.why() == Trouble.OWN) {
                answered = true;
                unknown = down = busy = 0;
                downMember = null;
            } else if (again.why() == Trouble.BUSY) {
                unknown = down = 0;
                limited = true;
                hold = longer(hold, again.notBefore() == null ? guess() : RetryAfter.bounded(again.notBefore()));
            } else if (again.why() == Trouble.UNKNOWN) {
                lost = ++unknown >= UNKNOWN_IN_A_ROW || probe ? String.valueOf(again.reason()) : lost;
            } else if (again.why() == Trouble.DOWN) {
                UUID member = claims.get(i).change().memberId();
                boolean another = downMember != null && !downMember.equals(member);
                downMember = member;
                hold = again.notBefore() == null ? hold : longer(hold, RetryAfter.bounded(again.notBefore()));
                lost = ++down >= DOWN_IN_A_ROW || another || probe ? String.valueOf(again.reason()) : lost;
            }
        }
        if (hold != null) {
            Duration time = hold;
            LOG.debug("{} is left alone for {}", target.name(), time);
            change(target.name(), row -> new Next<>(row.hold(time), true));
        }
        if (probe && (answered || limited)) {
            close();
        } else if (lost != null) {
            open(lost, probe);
        } else if (probe) {
            unprobed();
        }
    }

    private void close() {
        change(target.name(), row -> new Next<>(row.close(), true));
        LOG.info("{} answers again: what waits is delivered", target.name());
    }

    private void open(String reason, boolean probe) {
        boolean was = seen.open;
        change(target.name(), row -> new Next<>(row.open(reason, probe), true));
        if (!was) {
            LOG.warn("{} does not serve: changes wait until it does ({})", target.name(), reason);
        }
    }

    /** A target that does not say how long: 2 s, 4 s … 60 s. */
    private Duration guess() {
        busy = Math.min(busy + 1, 10);
        return Duration.ofSeconds(Math.min(LONGEST_GUESS_SECONDS, 1 << busy));
    }

    private static Duration longer(@Nullable Duration one, Duration other) {
        return one == null || one.compareTo(other) < 0 ? other : one;
    }

    private synchronized boolean change(String name, Function<TargetRow, Next<Boolean>> step) {
        return targets.change(name, row -> {
            Next<Boolean> next = step.apply(row);
            remember(name, next.row());
            return next;
        });
    }
}
