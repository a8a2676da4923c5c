package dev.rollcall.console;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The numbers of the first page. Counting a million rows takes longer than a page may, so it happens beside the page: one
 * that finds old numbers shows them, and starts the next count.
 */
@Component
final class OverviewCounts implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(OverviewCounts.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int DAYS = 30;

    /** By source_record_page: an index alone answers. */
    private static final String USERS = "SELECT source_id, COUNT(*) FROM source_record GROUP BY source_id";
    /** By member_status. */
    private static final String MEMBERS = "SELECT status, COUNT(*) FROM member GROUP BY status";
    /** By rejection_state. */
    private static final String REJECTIONS =
            "SELECT state, COUNT(*) FROM rejection WHERE state IN ('open', 'held') GROUP BY state";
    /** The same rows, by source. */
    private static final String REJECTED =
            "SELECT source_id, COUNT(*) FROM rejection WHERE state IN ('open', 'held') GROUP BY source_id";
    /** By member_history_at. */
    private static final String DAY =
            "SELECT operation, COUNT(*) FROM member_history WHERE at >= ? AND at < ? GROUP BY operation";
    /** By member_role_origin. */
    private static final String ADMINISTRATORS =
            "SELECT COUNT(*) FROM member WHERE role_origin = 'fallback' AND role = 'Administrator' AND status = 'active'";

    private final JdbcTemplate jdbc;
    private final ExecutorService beside = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "console-counts");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<LocalDate, Map<String, Long>> past = new TreeMap<>();
    private @Nullable Future<Numbers> running;
    private @Nullable Numbers known;

    OverviewCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was counted.
     *
     * @param users by source
     * @param members by status
     * @param rejections open and held ones
     * @param rejectedBySource rejections that are open or held, by source
     * @param administratorsByFallback members who are administrators since their role does not exist
     * @param days operation to number, for each of the last 30 days, the oldest first
     */
    record Numbers(
            long nanos,
            Map<String, Long> users,
            Map<String, Long> members,
            Map<String, Long> rejections,
            Map<String, Long> rejectedBySource,
            long administratorsByFallback,
            Map<LocalDate, Map<String, Long>> days) {
        public long membersInAll() {
            return members.values().stream().mapToLong(Long::longValue).sum();
        }

        public long rejected() {
            return rejections.getOrDefault("open", 0L);
        }

        public long held() {
            return rejections.getOrDefault("held", 0L);
        }
    }

    /** The newest numbers there are; {@code null} while the first count takes longer than a page may. */
    @Nullable
    Numbers numbers() {
        Future<Numbers> count;
        synchronized (this) {
            Numbers last = known;
            if (last != null && System.nanoTime() - last.nanos() < FRESH_NANOS) {
                return last;
            }
            if (running == null || running.isDone()) {
                running = beside.submit(this::count);
            }
            count = running;
        }
        try {
            return count.get(120, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return newest();
        } catch (ExecutionException e) {
            LOG.warn("The numbers of the console's first page could not be counted: {}", String.valueOf(e.getCause()));
            return newest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return newest();
        }
    }

    private synchronized @Nullable Numbers newest() {
        return known;
    }

    private Numbers count() {
        Numbers counted = new Numbers(
                System.nanoTime(),
                grouped(USERS),
                grouped(MEMBERS),
                grouped(REJECTIONS),
                grouped(REJECTED),
                number(jdbc.queryForObject(ADMINISTRATORS, Long.class)),
                days());
        synchronized (this) {
            known = counted;
        }
        return counted;
    }

    private Map<LocalDate, Map<String, Long>> days() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
        past.keySet().removeIf(day -> day.isBefore(today.minusDays(DAYS)));
        for (LocalDate day = today.minusDays(DAYS - 1L); !day.isAfter(today); day = day.plusDays(1)) {
            Map<String, Long> counted = past.get(day);
            if (counted == null) {
                counted = grouped(DAY, start(day), start(day.plusDays(1)));
                // Yesterday can still grow where another replica's clock is behind.
                if (day.isBefore(today.minusDays(1))) {
                    past.put(day, counted);
                }
            }
            days.put(day, counted);
        }
        return days;
    }

    private Map<String, Long> grouped(String sql, Object... values) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                sql,
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                values);
        return counts;
    }

    private static Timestamp start(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static long number(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    @Override
    public void destroy() {
        beside.shutdownNow();
    }
}
