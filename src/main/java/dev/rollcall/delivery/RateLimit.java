package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetRow.Next;
import dev.rollcall.delivery.TargetRow.Pace;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The permits of a target, shared by all replicas: one row of the database, in its time. HTTP targets take one before each
 * request. Each is taken by itself and not in advance, so that a hold that another replica was told of counts at once.
 */
@Component("rateLimit")
public class RateLimit {
    /** How long a caller that is no delivery (a list of the target's members, a check) waits for a permit. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final TargetTable targets;
    private final DeliveryTarget target;
    private final Replicas replicas;

    RateLimit(TargetTable targets, DeliveryTarget target, Replicas replicas) {
        this.targets = targets;
        this.target = target;
        this.replicas = replicas;
    }

    /** Takes a permit of the target that the settings name. Alone with its name, since Camel gives a body to what takes one. */
    public void acquire() {
        acquireFor(target.name());
    }

    /**
     * Waits until a request may be sent to the target, and uses up the permit: neither the limit of the settings is
     * exceeded, nor a time ignored that the target asked to be left alone for.
     *
     * @param nameOrRoute such as {@code snipe-it} or {@code direct:deliver-snipe-it}
     * @throws TargetTrouble {@code LIMITED} if the claim of the delivery would run out before; {@code BUSY} if the target
     *     asked to be left alone; {@code UNKNOWN} if the claim may be lost
     */
    public void acquireFor(String nameOrRoute) {
        String name = DeliveryTarget.name(nameOrRoute);
        Sending sending = Sending.current();
        Duration longest = sending == null ? LONGEST_WAIT : sending.left();
        int perMinute = target.requestsPerMinute(name);
        Duration wait = targets.change(
                name,
                row -> perMinute > 0
                        ? row.permit(Pace.of(perMinute), longest)
                        : new Next<>(
                                row,
                                row.held().isZero() ? Duration.ZERO : row.held().negated()));
        if (wait.isNegative()) {
            throw refusal(name, wait.negated());
        }
        if (!wait.isZero()) {
            pause(wait);
            TargetRow row = targets.read(name);
            if (!row.held().isZero()) {
                throw new TargetTrouble(Trouble.BUSY, name + " asked to be left alone", row.held());
            }
        }
        checkClaim();
    }

    /**
     * Makes sure that the delivery of this thread is its own still: to be asked right before a request leaves, since a
     * process can be stopped between any two steps. Does nothing on threads that deliver nothing.
     *
     * @throws TargetTrouble {@code UNKNOWN} if the claim may be lost, or was made for another target than the settings name
     */
    public void checkClaim() {
        Sending sending = Sending.current();
        if (sending != null && !sending.account().equals(target.account())) {
            throw new TargetTrouble(Trouble.UNKNOWN, "the settings name another target now", null);
        }
        if (sending != null && (sending.left().isNegative() || !replicas.mayAct(sending.since()))) {
            throw new TargetTrouble(
                    Trouble.UNKNOWN, "this process was held up, and another may have taken the change over", null);
        }
    }

    private TargetTrouble refusal(String name, Duration wait) {
        Duration held = targets.read(name).held();
        return held.isZero()
                ? new TargetTrouble(Trouble.LIMITED, "the requests per minute of " + name + " are used up", wait)
                : new TargetTrouble(Trouble.BUSY, name + " asked to be left alone", held);
    }

    private void pause(Duration wait) {
        try {
            if (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TargetTrouble(Trouble.LIMITED, "Rollcall stops", null);
    }

    /** Lets nobody wait any longer: the process ends. */
    void stop() {
        stopped.countDown();
    }
}
