package dev.rollcall.source.google;

import dev.rollcall.source.Pull;
import dev.rollcall.source.PulledUser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read that keeps what it is given. */
final class KeptPull implements Pull {
    private final String source;
    private final Mode mode;
    private final List<String> those;
    final List<PulledUser> users = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final List<Integer> pages = new ArrayList<>();
    int restarts;
    int completed;

    KeptPull(String source, Mode mode) {
        this(source, mode, List.of());
    }

    KeptPull(String source, Mode mode, List<String> those) {
        this.source = source;
        this.mode = mode;
        this.those = those;
    }

    @Override
    public List<String> asked() {
        return those;
    }

    @Override
    public String sourceId() {
        return source;
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
    public void page(List<PulledUser> page) {
        check();
        pages.add(page.size());
        users.addAll(page);
    }

    @Override
    public void keys(List<String> page) {
        check();
        keys.addAll(page);
    }

    private void check() {
        if (completed > 0) {
            throw new IllegalStateException("a page after the end");
        }
    }

    @Override
    public void restart() {
        restarts++;
        users.clear();
        keys.clear();
        pages.clear();
    }

    @Override
    public void complete(@Nullable String watermark) {
        completed++;
    }
}
