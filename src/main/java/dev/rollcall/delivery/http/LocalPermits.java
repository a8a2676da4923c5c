package dev.rollcall.delivery.http;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Permits of this process: a tenth of the minute's requests at once, the rest evenly over the minute, so that no minute has
 * more than the settings allow.
 */
@Component("permits")
public final class LocalPermits implements Permits {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(20);

    private final Settings settings;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    LocalPermits(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void acquire(String target) {
        long wait = buckets.computeIfAbsent(target, name -> new Bucket()).reserve(perMinute(target), System.nanoTime());
        if (wait > LONGEST_WAIT) {
            throw new TargetTrouble(
                    Trouble.BUSY, "its requests of this minute are used up", Duration.ofNanos(wait - LONGEST_WAIT));
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetTrouble(Trouble.BUSY, "Rollcall stops", null);
        }
    }

    private int perMinute(String target) {
        RollcallSettings.Targets targets = settings.current().targets();
        return switch (target) {
            case "assetsonar" -> targets.assetsonar().requestsPerMinute();
            case "snipe-it" -> targets.snipeIt().requestsPerMinute();
            default -> throw new IllegalArgumentException("no rate is known for a target '" + target + "'");
        };
    }

    /** When a bucket without a store would have its next permit: permits may be taken ahead of it by the burst. */
    static final class Bucket {
        private long next = Long.MIN_VALUE;

        /** Takes a permit if it is not too far off; how long to wait for it. */
        synchronized long reserve(int perMinute, long now) {
            int burst = Math.max(1, perMinute / 10);
            long apart = MINUTE / Math.max(1, perMinute - burst + 1);
            long start = Math.max(next, now - apart * (burst - 1L));
            long wait = Math.max(0, start - now);
            if (wait <= LONGEST_WAIT) {
                next = start + apart;
            }
            return wait;
        }
    }
}
