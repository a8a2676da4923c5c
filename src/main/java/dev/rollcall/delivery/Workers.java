package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The threads that deliver: what pushes hand them first, and what waits in the queue when they are woken. */
@Component
class Workers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int THREADS = 4;
    private static final int MOST_TICKETS = 1000;
    private static final long STOP_WITHIN_MILLIS = 8_000;
    private static final long LONGEST_IDLE_MILLIS = 1_000;

    /** Starts after Camel's routes and stops before them: a delivery that is under way still finds its route. */
    private static final int PHASE = Integer.MAX_VALUE - 50;

    private final Courier courier;
    private final Gate gate;
    private final RateLimit limit;
    private final DeliveryTarget target;

    /** Tickets of pushes; nothing is a call to look into the queue. */
    private final LinkedBlockingQueue<Optional<Ticket>> work = new LinkedBlockingQueue<>();

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger tickets = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    Workers(Courier courier, Gate gate, RateLimit limit, DeliveryTarget target) {
        this.courier = courier;
        this.gate = gate;
        this.limit = limit;
        this.target = target;
    }

    /** Whether a ticket would be served soon. */
    boolean takeNow() {
        if (!running || !gate.isOpen()) {
            return false;
        }
        return target.batch() > 1 ? tickets.get() < MOST_TICKETS : tickets.get() < THREADS && !courier.isDraining();
    }

    void add(Ticket ticket) {
        tickets.incrementAndGet();
        work.add(Optional.of(ticket));
    }

    /** Has one worker more look into the queue, if there is one that does not. */
    void wake() {
        if (calls.get() < THREADS) {
            calls.incrementAndGet();
            work.add(Optional.empty());
        }
    }

    private void work() {
        while (running) {
            try {
                // A gate that is shut opens at a known time, for a probe or for all.
                boolean shut = !gate.isOpen();
                long wait = shut ? gate.rest().toMillis() + 1 : LONGEST_IDLE_MILLIS;
                Optional<Ticket> next = work.poll(wait, TimeUnit.MILLISECONDS);
                if (next != null && next.isPresent()) {
                    serve(next.get());
                } else if (next != null || shut) {
                    look(next != null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The database is away: asking again at once would only make noise.
                LOG.warn("the queue is left for now: {}", e.toString());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LONGEST_IDLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers a push's change, and those of others that came meanwhile. */
    private void serve(Ticket first) {
        List<Ticket> batch = new ArrayList<>(List.of(first));
        boolean called = false;
        int most = target.batch();
        while (batch.size() < most && !called) {
            Optional<Ticket> next = work.poll();
            if (next == null) {
                break;
            }
            next.ifPresent(batch::add);
            called = next.isEmpty();
        }
        tickets.addAndGet(-batch.size());
        courier.deliver(batch);
        if (called) {
            look(true);
        }
    }

    /** Delivers what is due until nothing is, or a push wants the worker. */
    private void look(boolean called) {
        boolean more = true;
        try {
            while (more && running) {
                more = courier.drain(this::wake);
                if (more && isTicket(work.peek())) {
                    break;
                }
            }
        } finally {
            calls.addAndGet(called ? -1 : 0);
        }
        if (more) {
            wake();
        }
    }

    private static boolean isTicket(@Nullable Optional<Ticket> next) {
        return next != null && next.isPresent();
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        for (int i = 1; i <= THREADS; i++) {
            Thread thread = new Thread(this::work, "deliver-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Takes nothing new from the queue, lets end what is under way, and gives back what was not begun. */
    @Override
    public synchronized void stop() {
        running = false;
        limit.stop();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_WITHIN_MILLIS);
            threads.forEach(thread -> work.add(Optional.empty()));
            for (Thread thread : threads) {
                // Never interrupted: the embedded database would close its file.
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
        List<Ticket> left = new ArrayList<>();
        for (Optional<Ticket> next = work.poll(); next != null; next = work.poll()) {
            next.ifPresent(left::add);
        }
        courier.giveBack(left, TryAgain.because("Rollcall stops"));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
