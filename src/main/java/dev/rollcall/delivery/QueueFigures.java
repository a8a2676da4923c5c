package dev.rollcall.delivery;

import dev.rollcall.settings.TargetWarnings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How much waits and for how long: counted in the background, once a second while that is quick and more seldom where the
 * queue is long, so that neither a push nor a scrape of the metrics counts rows. Uses {@code delivery_state}.
 */
@Component
public class QueueFigures implements SmartLifecycle, TargetWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFigures.class);

    /** Counting takes no more than this part of the time. */
    private static final int PART = 10;

    private static final long SHORTEST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    /** A shorter hold is the everyday life of a target with a rate limit. */
    private static final int LONG_HOLD_SECONDS = 60;

    private final JdbcTemplate jdbc;
    private final TargetTable targets;
    private final DeliveryTarget target;
    private final MeterRegistry meters;
    private volatile Figures current = new Figures("", 0, 0, 0, false, 0, 0, null, 0);
    private @Nullable ScheduledExecutorService clock;

    /**
     * The queue at one moment.
     *
     * @param oldestSeconds for how long the longest waiting change has waited
     * @param open whether the circuit breaker is open
     * @param probeSeconds until its next probe
     * @param heldSeconds for how long the target asked to be left alone still
     * @param reason why the breaker opened
     * @param requestsPerMinute the permitted rate; 0 no limit
     */
    public record Figures(
            String target,
            long waiting,
            long dead,
            long oldestSeconds,
            boolean open,
            long probeSeconds,
            long heldSeconds,
            @Nullable String reason,
            int requestsPerMinute) {}

    /** Rows of one state. */
    private record Counted(String state, long rows, long oldestSeconds) {}

    QueueFigures(JdbcTemplate jdbc, TargetTable targets, DeliveryTarget target, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.target = target;
        this.meters = meters;
    }

    /** The figures, a second or some old. */
    public Figures current() {
        return current;
    }

    @Override
    public List<String> warnings() {
        Figures now = current;
        if (now.open()) {
            return List.of("It does not serve (" + now.reason() + "). Users are accepted, " + now.waiting()
                    + " changes wait, and it is tried again within " + Math.max(1, now.probeSeconds()) + " s.");
        }
        return now.heldSeconds() < LONG_HOLD_SECONDS
                ? List.of()
                : List.of("It asks to be left alone for another " + now.heldSeconds() + " s. " + now.waiting()
                        + " changes wait. If that happens often, lower its requests-per-minute.");
    }

    /** Counts now. */
    public Figures count() {
        List<Counted> counted =
                jdbc.query("""
                SELECT state, COUNT(*),
                  CAST(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - MIN(COALESCE(waiting_since, modified)))) AS BIGINT)
                FROM delivery WHERE state IN ('waiting', 'dead') GROUP BY state""", (rows, number) -> new Counted(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        String name = target.name();
        TargetRow row = targets.read(name);
        Counted waiting = of(counted, "waiting");
        Figures figures = new Figures(
                name,
                waiting.rows,
                of(counted, "dead").rows,
                Math.max(0, waiting.oldestSeconds),
                row.isOpen(),
                row.isOpen() ? row.rest().toSeconds() : 0,
                row.held().toSeconds(),
                row.reason(),
                target.requestsPerMinute(name));
        boolean renamed = !current.target().equals(name);
        current = figures;
        if (renamed) {
            register(name);
        }
        return figures;
    }

    private static Counted of(List<Counted> counted, String state) {
        return counted.stream()
                .filter(one -> one.state.equals(state))
                .findFirst()
                .orElse(new Counted(state, 0, 0));
    }

    private void register(String name) {
        gauge("rollcall.delivery.waiting", "Changes that wait for the asset system", name, Figures::waiting);
        gauge("rollcall.delivery.dead", "Changes that rest after too many attempts", name, Figures::dead);
        gauge("rollcall.delivery.oldest.seconds", "How long the oldest waits", name, Figures::oldestSeconds);
        gauge("rollcall.delivery.breaker.open", "1: the asset system does not serve", name, it -> it.open() ? 1 : 0);
        gauge("rollcall.delivery.held.seconds", "How long it wants to be left alone", name, Figures::heldSeconds);
        Aftermath.register(meters, name);
    }

    private void gauge(String meter, String description, String name, ToDoubleFunction<Figures> figure) {
        meters.find(meter).gauges().forEach(meters::remove);
        Gauge.builder(meter, this, it -> figure.applyAsDouble(it.current))
                .description(description)
                .tags(Tags.of("target", name))
                .register(meters);
    }

    private void run() {
        long began = System.nanoTime();
        try {
            count();
        } catch (RuntimeException e) {
            LOG.debug("the queue could not be counted: {}", e.toString());
        }
        long pause = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) * PART;
        schedule(Math.max(SHORTEST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, pause)));
    }

    private synchronized void schedule(long pauseMillis) {
        if (clock != null) {
            clock.schedule(this::run, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void start() {
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "delivery-figures");
            thread.setDaemon(true);
            return thread;
        });
        schedule(0);
    }

    @Override
    public synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }
}
