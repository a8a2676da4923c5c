package dev.rollcall.requests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The last {@value #KEPT} requests of each source since this process started. Keeping one costs a slot in an array; what is
 * personal or secret in it is masked when somebody looks, and it never leaves memory otherwise.
 */
@Component
public final class RecentRequests {
    /** How many are kept of each source. */
    public static final int KEPT = 100;
    /** Stands for requests that no source's token came with. */
    public static final String NOBODY = "-";
    /** Of a larger body only the size is kept. */
    static final int LARGEST_BODY = 16 * 1024;

    private final ConcurrentHashMap<String, Ring> rings = new ConcurrentHashMap<>();

    private static final class Ring {
        private final AtomicReferenceArray<@Nullable Kept> slots = new AtomicReferenceArray<>(KEPT);
        private final AtomicLong next = new AtomicLong();
    }

    private record Kept(
            long number,
            Instant at,
            String method,
            String path,
            @Nullable String query,
            @Nullable String agent,
            int status,
            long micros,
            byte @Nullable [] body,
            int bodyBytes,
            byte @Nullable [] answer) {}

    /**
     * A request as people may see it: names of attributes, but not what they hold.
     *
     * @param query as it came, with the values of its filter masked
     * @param agent the client's name for itself
     * @param body the body with its values masked; {@code null} where there was none or it was no JSON
     * @param error the sentence that it was answered, for statuses from 400 on
     */
    public record Request(
            Instant at,
            String method,
            String path,
            @Nullable String query,
            @Nullable String agent,
            int status,
            double millis,
            @Nullable String body,
            int bodyBytes,
            @Nullable String error) {}

    void add(
            String source,
            Instant at,
            String method,
            String path,
            @Nullable String query,
            @Nullable String agent,
            int status,
            long micros,
            byte @Nullable [] body,
            byte @Nullable [] answer) {
        Ring ring = rings.computeIfAbsent(source, id -> new Ring());
        long number = ring.next.getAndIncrement();
        boolean small = body != null && body.length <= LARGEST_BODY;
        ring.slots.set(
                (int) (number % KEPT),
                new Kept(
                        number,
                        at,
                        method,
                        path,
                        query,
                        agent,
                        status,
                        micros,
                        small ? body : null,
                        body == null ? 0 : body.length,
                        answer));
    }

    /** The last requests of a source, or of {@link #NOBODY}; the newest first. */
    public List<Request> of(String source, boolean failedOnly, int most) {
        Ring ring = rings.get(source);
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; ring != null && i < KEPT; i++) {
            Kept one = ring.slots.get(i);
            if (one != null && (!failedOnly || one.status() >= 400)) {
                kept.add(one);
            }
        }
        return kept.stream()
                .sorted(Comparator.comparingLong(Kept::number).reversed())
                .limit(most)
                .map(RecentRequests::shown)
                .toList();
    }

    /** When the newest request of a source came; {@code null} if none did since the start. */
    public @Nullable Instant newest(String source) {
        Ring ring = rings.get(source);
        if (ring == null || ring.next.get() == 0) {
            return null;
        }
        Kept kept = ring.slots.get((int) ((ring.next.get() - 1) % KEPT));
        return kept == null ? null : kept.at();
    }

    /** How many of the requests that are kept of a source were answered with an error. */
    public int failed(String source) {
        Ring ring = rings.get(source);
        int failed = 0;
        for (int i = 0; ring != null && i < KEPT; i++) {
            Kept kept = ring.slots.get(i);
            failed += kept != null && kept.status() >= 400 ? 1 : 0;
        }
        return failed;
    }

    private static Request shown(Kept kept) {
        return new Request(
                kept.at(),
                kept.method(),
                kept.path(),
                Masks.query(kept.query()),
                kept.agent(),
                kept.status(),
                kept.micros() / 1000.0,
                Masks.body(kept.body()),
                kept.bodyBytes(),
                kept.status() >= 400 ? Masks.detail(kept.answer()) : null);
    }
}
