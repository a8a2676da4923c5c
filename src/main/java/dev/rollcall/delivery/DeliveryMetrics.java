package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The meter {@code rollcall.deliveries}: attempts by their outcome; and when the target last answered. */
@Component
final class DeliveryMetrics implements TargetState {
    private final Clock clock;
    private final Counter delivered;
    private final Counter refused;
    private final Counter failed;

    private volatile @Nullable Instant lastAnswer;
    private volatile @Nullable Instant failingSince;

    DeliveryMetrics(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.delivered = meters.counter("rollcall.deliveries", "outcome", "delivered");
        this.refused = meters.counter("rollcall.deliveries", "outcome", "refused");
        this.failed = meters.counter("rollcall.deliveries", "outcome", "failed");
    }

    /** Changes that arrived. */
    void delivered(int changes) {
        delivered.increment(changes);
        answered();
    }

    /** What became of changes, each of which is tried again or over. */
    void ended(List<DeliveryOutcome> outcomes) {
        for (DeliveryOutcome outcome : outcomes) {
            if (outcome instanceof Delivered) {
                delivered(1);
            } else if (outcome instanceof Refused) {
                refused.increment();
                answered();
            } else {
                failed.increment();
                if (failingSince == null) {
                    failingSince = clock.instant();
                }
            }
        }
    }

    private void answered() {
        lastAnswer = clock.instant();
        failingSince = null;
    }

    @Override
    public @Nullable Instant lastAnswer() {
        return lastAnswer;
    }

    @Override
    public @Nullable Instant failingSince() {
        return failingSince;
    }
}
