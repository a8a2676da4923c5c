package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** How recorded changes get to the workers: handed to them by a push that waits, or left to the queue. */
@Component
public class Deliveries {
    private final Workers workers;
    private final DeliveryRoute route;

    Deliveries(Workers workers, DeliveryRoute route) {
        this.workers = workers;
        this.route = route;
    }

    /**
     * Whether a change that is recorded now can be tried at once. If not, it is to be recorded unclaimed, for the queue:
     * the target is down or limited, or older changes have waited longer for a target that takes one at a time.
     */
    public boolean takesNow() {
        return workers.takeNow();
    }

    /**
     * Delivers a claimed change and waits for it.
     *
     * @return {@code Refused} if the target said no in that time: then nothing is settled, and the caller has to put the
     *     record back, which settles it. {@code TryAgain} if the outcome comes later, or the change is to be tried again:
     *     both are settled by the workers
     */
    public DeliveryOutcome deliverNow(ClaimedChange claimed, Duration atMost) {
        Ticket ticket = Ticket.of(claimed);
        workers.add(ticket);
        TryAgain later = TryAgain.because("still under way");
        try {
            return ticket.outcome().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return ticket.outcome().complete(later) ? later : ticket.outcome().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ticket.outcome().complete(later) ? later : ticket.outcome().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Whether changes can be delivered in the transaction that records them ({@link BulkDelivery#direct}): the target is
     * Rollcall's own database, and serves.
     */
    public boolean isTogether() {
        return route.isTogether() && takesNow();
    }

    /** Wakes the workers to deliver what is due; called by the route {@code deliver-due}, and when something was recorded. */
    public void deliverDue() {
        workers.wake();
    }
}
