package dev.rollcall.source.scim;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first users in an order that no index has; only what they are sorted by is held. Users without a value are last, or
 * first where it descends (RFC 7644 section 3.4.2.3).
 */
final class Places {
    private final long most;
    private final @Nullable Place behind;
    private final Comparator<Place> order;
    private final PriorityQueue<Place> first;

    private record Place(@Nullable SortKey key, UUID id) {}

    /**
     * @param most as many as are kept
     * @param after what the client has seen: none of those up to there are kept
     */
    Places(boolean descending, long most, @Nullable Cursor after) {
        this.most = most;
        this.behind = after == null ? null : new Place(after.sortKey(), after.id());
        Comparator<SortKey> keys = Comparator.naturalOrder();
        Comparator<@Nullable SortKey> withNone =
                descending ? Comparator.nullsFirst(keys.reversed()) : Comparator.nullsLast(keys);
        this.order = Comparator.comparing(Place::key, withNone).thenComparing(Place::id);
        this.first = new PriorityQueue<>(order.reversed());
    }

    void add(@Nullable SortKey key, UUID id) {
        Place place = new Place(key, id);
        if (behind == null || order.compare(place, behind) > 0) {
            first.add(place);
            if (first.size() > most) {
                first.poll();
            }
        }
    }

    /** In their order. */
    List<UUID> ids() {
        return first.stream().sorted(order).map(Place::id).toList();
    }
}
