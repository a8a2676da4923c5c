package dev.rollcall.source.scim;

import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.settings.Settings;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Refuses pushes while too many deliveries wait: 429 is better than a queue without end. Counts once a second. */
@Component
class QueueLimit {
    private static final long NANOS = 1_000_000_000L;

    private final DeliveryTable deliveries;
    private final Settings settings;
    private final AtomicLong nextCount = new AtomicLong(System.nanoTime());
    private volatile boolean full;

    QueueLimit(DeliveryTable deliveries, Settings settings) {
        this.deliveries = deliveries;
        this.settings = settings;
    }

    void check() {
        long now = System.nanoTime();
        long next = nextCount.get();
        if (now - next >= 0 && nextCount.compareAndSet(next, now + NANOS)) {
            full = deliveries.waiting() >= settings.current().delivery().queueLimit();
        }
        if (full) {
            throw ScimException.tooManyRequests("too many changes wait for the asset system. Try again later");
        }
    }
}
