package dev.rollcall.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One read of a pulled source: the body of its route {@code direct:pull-<source id>}. The route reads page after page,
 * hands each over, and says at the end that every page came. Whatever goes wrong is thrown as {@link PullFailure}; a read
 * that was not {@linkplain #complete completed} deactivates nobody.
 */
public interface Pull {
    /** What is read. */
    enum Mode {
        /** Every user of the source, whole. */
        FULL,
        /** Users that changed since the {@link #watermark}, whole; the source throws {@link FullReadNeeded} if it cannot tell. */
        CHANGES,
        /** The keys of every user and nothing else: who is there. */
        KEYS,
        /** One page of whole users, for a look at a source. */
        SAMPLE
    }

    /** The configured source. */
    String sourceId();

    /** What is read. */
    Mode mode();

    /** What the last completed read gave to {@link #complete}, or {@code null}. */
    @Nullable
    String watermark();

    /**
     * In a read of mode {@code KEYS}: the keys that are asked for; empty: everybody's. A source may answer with others, too;
     * that it gives no key at all is an answer here.
     */
    default List<String> asked() {
        return List.of();
    }

    /**
     * The server that answers may not know users yet who came after that time, since another one gave them: they are not
     * taken for vanished.
     */
    default void mayNotKnow(Instant cameAfter) {}

    /**
     * Takes a page of users; returns when the one before is dealt with, so that no more than two are held. Throws where
     * nobody wants the read any more: a source that waits, or finds nobody for long, hears so by handing over an empty page.
     */
    void page(List<PulledUser> users);

    /** Takes a page of keys, in a read of mode {@code KEYS}. */
    void keys(List<String> keys);

    /** A lost connection makes the source begin again, on another server maybe: what came so far is forgotten. */
    void restart();

    /**
     * Every page came: to be called once, at the end, only where the source proved it.
     *
     * @param watermark where the next read of changes begins; names all it depends on (server, base, filter), so that the
     *     source can tell whether it still holds; {@code null} if the source has none
     */
    void complete(@Nullable String watermark);
}
