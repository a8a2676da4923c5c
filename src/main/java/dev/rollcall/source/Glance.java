package dev.rollcall.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read that keeps nothing but its first user and how many came: for a look at a source. */
public final class Glance implements Pull {
    private final String sourceId;
    private final Mode mode;
    private @Nullable SourceUser first;
    private int count;

    /**
     * A look that has not begun.
     *
     * @param mode {@code SAMPLE}, or {@code KEYS} to count everybody
     */
    public Glance(String sourceId, Mode mode) {
        this.sourceId = sourceId;
        this.mode = mode;
    }

    /** The first user that was read, or {@code null}. */
    public @Nullable SourceUser first() {
        return first;
    }

    /** How many users or keys came. */
    public int count() {
        return count;
    }

    @Override
    public String sourceId() {
        return sourceId;
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public @Nullable String watermark() {
        return null;
    }

    @Override
    public void page(List<PulledUser> users) {
        count += users.size();
        if (first == null && !users.isEmpty()) {
            first = users.get(0).user();
        }
    }

    @Override
    public void keys(List<String> keys) {
        count += keys.size();
    }

    @Override
    public void restart() {
        first = null;
        count = 0;
    }

    /** Whether every page came is no matter of a look's. */
    @Override
    public void complete(@Nullable String watermark) {}
}
