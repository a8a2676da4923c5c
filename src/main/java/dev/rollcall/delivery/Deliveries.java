package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.settings.Settings;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Delivers claimed changes and settles them. Claims of concurrent pushes are taken together, so that one call of the
 * route and one commit serve them all; the route isolates a change that spoils its batch.
 */
@Component
public class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int THREADS = 4;
    private static final int LARGEST_BATCH = 100;
    private static final int FIRST_BACK_OFF_SECONDS = 2;
    private static final int LONGEST_BACK_OFF_SECONDS = 30 * 60;

    private final DeliveryRoute route;
    private final DeliveryTable table;
    private final Settings settings;
    private final RefusedDeliveries refused;
    private final BlockingQueue<Ticket> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A claim and the promise of its outcome; whoever completes the promise first decides who deals with a refusal. */
    private record Ticket(ClaimedChange claimed, CompletableFuture<DeliveryOutcome> outcome) {}

    Deliveries(DeliveryRoute route, DeliveryTable table, Settings settings, RefusedDeliveries refused) {
        this.route = route;
        this.table = table;
        this.settings = settings;
        this.refused = refused;
        for (int i = 1; i <= THREADS; i++) {
            Thread thread = new Thread(this::work, "deliver-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /**
     * Delivers a claimed change and waits for it as long as the settings say.
     *
     * @return {@code Refused} if the target said no in that time: then nothing is settled, and the caller has to put the
     *     record back and call {@link DeliveryTable} itself; {@code TryAgain} if the outcome comes later
     */
    public DeliveryOutcome deliverNow(ClaimedChange claimed) {
        CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
        queue.add(new Ticket(claimed, outcome));
        TryAgain later = TryAgain.because("still under way");
        try {
            return outcome.get(settings.current().delivery().inlineWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return outcome.complete(later) ? later : outcome.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return outcome.complete(later) ? later : outcome.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether changes can be delivered in the transaction that records them: the target is Rollcall's own database. */
    public boolean isTogether() {
        return route.isTogether();
    }

    /**
     * Delivers and settles claims in the transaction that is under way on this thread.
     *
     * @return whether all of them arrived; if not, the transaction has to be rolled back
     */
    public boolean deliverTogether(List<ClaimedChange> claims) {
        return route.deliverTogether(claims);
    }

    /** Claims what is due and delivers it, until nothing is due; called by the route {@code deliver-due}. */
    public void deliverDue() {
        List<ClaimedChange> due = table.claimDue(LARGEST_BATCH);
        while (!due.isEmpty()) {
            settle(due.stream()
                    .map(claim -> new Ticket(claim, CompletableFuture.completedFuture(TryAgain.because(null))))
                    .toList());
            due = table.claimDue(LARGEST_BATCH);
        }
    }

    private void work() {
        List<Ticket> batch = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, LARGEST_BATCH - 1);
                settle(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // The leases run out and the worker takes the deliveries over.
                LOG.warn("deliveries could not be settled: {}", e.toString());
                batch.forEach(ticket -> ticket.outcome().complete(TryAgain.because("not settled")));
            } finally {
                batch.clear();
            }
        }
    }

    private void settle(List<Ticket> batch) {
        List<DeliveryOutcome> outcomes =
                route.deliver(batch.stream().map(Ticket::claimed).toList());
        for (int i = 0; i < batch.size(); i++) {
            settleRest(batch.get(i), outcomes.get(i));
        }
    }

    private void settleRest(Ticket ticket, DeliveryOutcome outcome) {
        ClaimedChange claimed = ticket.claimed();
        if (outcome instanceof TryAgain again) {
            later(claimed, String.valueOf(again.reason()));
        }
        boolean awaited = ticket.outcome().complete(outcome);
        if (outcome instanceof Refused no && !awaited) {
            refused.refusedLater(claimed, no);
        }
    }

    private void later(ClaimedChange claimed, String reason) {
        if (claimed.attempts() >= settings.current().delivery().maxAttempts()) {
            LOG.warn(
                    "delivery of member {} rests after {} attempts: {}",
                    claimed.change().memberId(),
                    claimed.attempts(),
                    reason);
            table.settleDead(claimed, reason);
        } else {
            table.settleLater(claimed, backOff(claimed.attempts()), reason);
        }
    }

    /** 2 s, 4 s, 8 s … 30 min, each shortened by up to a half at random, so that an outage does not end in one burst. */
    static Duration backOff(int attempts) {
        long longest = Math.min(LONGEST_BACK_OFF_SECONDS, (long) FIRST_BACK_OFF_SECONDS << Math.min(attempts - 1, 20));
        return Duration.ofSeconds(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }

    /** What was under way when the process before this one ended is due at once, where no other process can be at work. */
    @EventListener(ApplicationStartedEvent.class)
    void resume() {
        if (table.isEmbedded()) {
            table.releaseLeases();
        }
    }

    @PreDestroy
    void stop() {
        threads.forEach(Thread::interrupt);
    }
}
