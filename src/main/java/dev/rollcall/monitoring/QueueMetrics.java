package dev.rollcall.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The meters {@code rollcall.queue.*} and {@code rollcall.rejections}, which are read from the database: by whoever scrapes,
 * and at most every 15 seconds. All queries go by the indexes of what waits for something, which is little.
 */
@Component
final class QueueMetrics implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMetrics.class);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final int TIME_OUT_SECONDS = 5;

    private final JdbcTemplate jdbc;
    private Map<String, Double> deliveries = Map.of();
    private double oldest;
    private long readAt = System.nanoTime() - FRESH.toNanos();

    QueueMetrics(DataSource own) {
        this.jdbc = new JdbcTemplate(own);
        this.jdbc.setQueryTimeout(TIME_OUT_SECONDS);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        MultiGauge rejections = MultiGauge.builder("rollcall.rejections")
                .description("users that cannot become members, or wait for a person")
                .register(meters);
        for (String state : List.of("waiting", "dead")) {
            Gauge.builder("rollcall.queue.deliveries", () -> deliveries(state, rejections))
                    .tag("state", state)
                    .description("changes on their way to the asset system")
                    .register(meters);
        }
        Gauge.builder("rollcall.queue.oldest", () -> oldest(rejections))
                .baseUnit("seconds")
                .description(
                        "how long the oldest of the first 10,000 waiting changes has waited since its last attempt")
                .register(meters);
    }

    private synchronized double deliveries(String state, MultiGauge rejections) {
        refresh(rejections);
        return deliveries.getOrDefault(state, 0.0);
    }

    private synchronized double oldest(MultiGauge rejections) {
        refresh(rejections);
        return oldest;
    }

    private void refresh(MultiGauge rejections) {
        long now = System.nanoTime();
        if (now - readAt < FRESH.toNanos()) {
            return;
        }
        readAt = now;
        try {
            deliveries = countDeliveries();
            oldest = deliveries.getOrDefault("waiting", 0.0) == 0 ? 0 : secondsOfOldest();
            rejections.register(countRejections(), true);
        } catch (DataAccessException e) {
            LOG.debug("the queue could not be counted", e);
            deliveries = Map.of("waiting", Double.NaN, "dead", Double.NaN);
            oldest = Double.NaN;
        }
    }

    /** By delivery_state. */
    private Map<String, Double> countDeliveries() {
        Map<String, Double> counts = new HashMap<>();
        jdbc.query("SELECT state, COUNT(*) FROM delivery WHERE state IN ('waiting', 'dead') GROUP BY state", row -> {
            counts.put(row.getString(1), (double) row.getLong(2));
        });
        return counts;
    }

    /** By delivery_state. */
    private double secondsOfOldest() {
        Timestamp since = jdbc.queryForObject(
                "SELECT MIN(modified) FROM (SELECT modified FROM delivery WHERE state = 'waiting'"
                        + " ORDER BY state, member_id FETCH FIRST 10000 ROWS ONLY) AS some_waiting",
                Timestamp.class);
        return since == null
                ? 0
                : Duration.between(since.toInstant(), Instant.now()).toMillis() / 1000.0;
    }

    /** By rejection_state. */
    private List<MultiGauge.Row<?>> countRejections() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        jdbc.query(
                "SELECT source_id, state, COUNT(*) FROM rejection WHERE state IN ('open', 'held') GROUP BY source_id, state",
                row -> {
                    rows.add(MultiGauge.Row.of(
                            Tags.of("source", row.getString(1), "state", row.getString(2)), row.getLong(3)));
                });
        return rows;
    }
}
