package dev.rollcall.requests;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

    private final ConcurrentHashMap<String, Ring> rings = new ConcurrentHashMap<>();

    private static final class Ring {
        private final AtomicReferenceArray<@Nullable Kept> slots = new AtomicReferenceArray<>(KEPT);
        private final AtomicLong next = new AtomicLong();

        void add(Kept kept) {
            slots.set((int) (next.getAndIncrement() % KEPT), kept);
        }

        Stream<Kept> newestFirst() {
            long end = next.get();
            return LongStream.rangeClosed(1, Math.min(end, KEPT))
                    .mapToObj(back -> slots.get((int) ((end - back) % KEPT)))
                    .filter(Objects::nonNull);
        }
    }

    /** A request as it came; {@code body} is {@code null} where there was none or it is too large. */
    record Kept(
            Instant at,
            String method,
            String path,
            @Nullable String query,
            @Nullable String agent,
            int status,
            long micros,
            byte @Nullable [] body,
            int bodyBytes,
            byte @Nullable [] answer) {
        boolean failed() {
            return status >= 400;
        }
    }

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

    void add(String source, Kept kept) {
        rings.computeIfAbsent(source, id -> new Ring()).add(kept);
    }

    /** The last requests of a source, or of {@link #NOBODY}; the newest first. */
    public List<Request> of(String source, boolean failedOnly, int most) {
        return kept(source)
                .filter(kept -> !failedOnly || kept.failed())
                .limit(most)
                .map(RecentRequests::shown)
                .toList();
    }

    /** When the newest request of a source came; {@code null} if none did since the start. */
    public @Nullable Instant newest(String source) {
        return kept(source).map(Kept::at).findFirst().orElse(null);
    }

    /** How many of the requests that are kept of a source were answered with an error. */
    public int failed(String source) {
        return (int) kept(source).filter(Kept::failed).count();
    }

    private Stream<Kept> kept(String source) {
        Ring ring = rings.get(source);
        return ring == null ? Stream.empty() : ring.newestFirst();
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
                kept.failed() ? Masks.detail(kept.answer()) : null);
    }
}
