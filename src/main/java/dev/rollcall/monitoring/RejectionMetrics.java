package dev.rollcall.monitoring;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The meter {@code rollcall.rejections} of each source: counted by whoever scrapes, at most every 15 seconds, by the index of
 * what waits for something, which is little.
 */
@Component
final class RejectionMetrics implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionMetrics.class);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final List<String> STATES = List.of("open", "held");

    private final JdbcTemplate jdbc;
    private final Settings settings;
    private @Nullable Map<String, Long> counts = Map.of();
    private long readAt = System.nanoTime() - FRESH.toNanos();

    RejectionMetrics(JdbcTemplate jdbc, Settings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        MultiGauge rejections = MultiGauge.builder("rollcall.rejections")
                .description("users that cannot become members, or wait for a person")
                .register(meters);
        rejections.register(rows(settings.current()), true);
        settings.onChange(changed -> rejections.register(rows(changed), true));
    }

    private List<MultiGauge.Row<?>> rows(RollcallSettings current) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String source : current.sources().keySet()) {
            for (String state : STATES) {
                rows.add(MultiGauge.Row.of(Tags.of("source", source, "state", state), () -> count(source, state)));
            }
        }
        return rows;
    }

    private synchronized double count(String source, String state) {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            readAt = System.nanoTime();
            counts = read();
        }
        return counts == null ? Double.NaN : counts.getOrDefault(key(source, state), 0L);
    }

    /** By rejection_state. */
    private @Nullable Map<String, Long> read() {
        Map<String, Long> read = new HashMap<>();
        try {
            jdbc.query(
                    "SELECT source_id, state, COUNT(*) FROM rejection WHERE state IN ('open', 'held') GROUP BY source_id, state",
                    row -> {
                        read.put(key(row.getString(1), row.getString(2)), row.getLong(3));
                    });
            return read;
        } catch (DataAccessException e) {
            LOG.debug("rejections could not be counted", e);
            return null;
        }
    }

    private static String key(String source, String state) {
        return source + ' ' + state;
    }
}
