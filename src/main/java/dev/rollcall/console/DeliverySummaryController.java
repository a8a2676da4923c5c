package dev.rollcall.console;

import dev.rollcall.delivery.QueueFigures;
import dev.rollcall.settings.TargetWarnings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows at a glance what waits for the asset system, and why. */
@RestController
final class DeliverySummaryController {
    private final QueueFigures figures;
    private final List<TargetWarnings> warnings;

    DeliverySummaryController(QueueFigures figures, List<TargetWarnings> warnings) {
        this.figures = figures;
        this.warnings = warnings;
    }

    /**
     * The queue at a glance.
     *
     * @param target the asset system: jdbc, assetsonar, snipe-it, or a route of one's own
     * @param dead deliveries that rest until a person, or the member's next change, revives them
     * @param oldestSeconds for how long the longest waiting change has waited
     * @param warnings what a person should know of the asset system, one sentence each
     */
    record Summary(
            String target,
            long waiting,
            long dead,
            long oldestSeconds,
            Breaker breaker,
            Rate rate,
            List<String> warnings) {}

    /**
     * The circuit breaker.
     *
     * @param state closed; open: nothing is sent until the next probe
     * @param reason why it opened
     */
    record Breaker(String state, @Nullable String reason, long nextProbeInSeconds) {}

    /**
     * How fast the target may be asked.
     *
     * @param requestsPerMinute over all replicas; 0 no limit
     * @param heldForSeconds for how long the target asked to be left alone still
     */
    record Rate(int requestsPerMinute, long heldForSeconds) {}

    /** The figures are a second old, older where the queue is very long. */
    @GetMapping("/api/deliveries/summary")
    Summary summary() {
        QueueFigures.Figures now = figures.current();
        return new Summary(
                now.target(),
                now.waiting(),
                now.dead(),
                now.oldestSeconds(),
                new Breaker(now.open() ? "open" : "closed", now.reason(), now.probeSeconds()),
                new Rate(now.requestsPerMinute(), now.heldSeconds()),
                warnings.stream().flatMap(one -> one.warnings().stream()).toList());
    }
}
