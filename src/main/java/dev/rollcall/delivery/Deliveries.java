package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.settings.Settings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** How recorded changes get to the workers: handed to them by a push that waits, or left to the queue. */
@Component
public class Deliveries {
    private final Workers workers;
    private final DeliveryRoute route;
    private final Settings settings;

    Deliveries(Workers workers, DeliveryRoute route, Settings settings) {
        this.workers = workers;
        this.route = route;
        this.settings = settings;
    }

    /**
     * Whether a change that is recorded now can be tried at once. If not, it is to be recorded unclaimed, for the queue:
     * the target is down or limited, or older changes have waited longer for a target that takes one at a time.
     */
    public boolean takesNow() {
        return workers.takeNow();
    }

    /**
     * Delivers a claimed change and waits for it as long as the settings say.
     *
     * @return {@code Refused} if the target said no in that time: then nothing is settled, and the caller has to put the
     *     record back, which settles it. {@code TryAgain} if the outcome comes later, or the change is to be tried again:
     *     both are settled by the workers
     */
    public DeliveryOutcome deliverNow(ClaimedChange claimed) {
        Ticket ticket = Ticket.of(claimed);
        workers.add(ticket);
        TryAgain later = TryAgain.because("still under way");
        try {
            return ticket.outcome()
                    .get(settings.current().delivery().inlineWait().toMillis(), TimeUnit.MILLISECONDS);
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
