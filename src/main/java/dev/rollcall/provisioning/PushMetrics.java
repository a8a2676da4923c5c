package dev.rollcall.provisioning;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The meter {@code rollcall.pushes}: users that sources pushed, by what became of them. */
@Component
final class PushMetrics {
    private record Key(String source, String outcome) {}

    private final MeterRegistry meters;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    PushMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts an intake at the end of its way. */
    void ended(Intake intake) {
        String outcome = outcome(intake.outcome());
        if (!outcome.isEmpty()) {
            counters.computeIfAbsent(
                            new Key(intake.intent().sourceId(), outcome),
                            key -> meters.counter("rollcall.pushes", "source", key.source, "outcome", key.outcome))
                    .increment();
        }
    }

    private static String outcome(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Recorded) {
            return "accepted";
        }
        if (outcome instanceof Outcome.Unchanged) {
            return "unchanged";
        }
        return outcome instanceof Outcome.Rejected ? "rejected" : "";
    }
}
