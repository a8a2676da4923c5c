package dev.rollcall.sync;

import dev.rollcall.provisioning.Hashes;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SeenKeys;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StorableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One read of a directory: holds each page against what is stored and stages what differs, while the next one is read. Never
 * more than these two pages are in memory, and {@link SeenKeys} of all.
 */
final class Reading implements Pull, AutoCloseable {
    private static final int PAGE = 500;

    private final String sourceId;
    private final Mode mode;
    private final @Nullable String watermark;
    private final List<String> asked;
    private final KnownUsers users;
    private final NeverTouched neverTouched;
    private final Runnable forget;
    private final Progress progress;
    private final Lanes behind = new Lanes(1);
    private SeenKeys seen = new SeenKeys();
    private long found;
    private long unchanged;
    private long staged;
    private boolean complete;
    private @Nullable String nextWatermark;
    private volatile @Nullable Instant knownUntil;

    /** Is told of every page, keeps what differs, and throws to end the run. */
    @FunctionalInterface
    interface Progress {
        void read(RunCounts soFar, long staged, List<PlannedChange> differing);
    }

    Reading(
            String sourceId,
            Mode mode,
            @Nullable String watermark,
            List<String> asked,
            KnownUsers users,
            NeverTouched neverTouched,
            Runnable forget,
            Progress progress) {
        this.sourceId = sourceId;
        this.mode = mode;
        this.watermark = watermark;
        this.asked = List.copyOf(asked);
        this.users = users;
        this.neverTouched = neverTouched;
        this.forget = forget;
        this.progress = progress;
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
        return watermark;
    }

    @Override
    public List<String> asked() {
        return asked;
    }

    @Override
    public void mayNotKnow(Instant cameAfter) {
        knownUntil = cameAfter;
    }

    @Override
    public synchronized void page(List<PulledUser> page) {
        open();
        List<PulledUser> read = List.copyOf(page); // the caller may use its list for the next page
        behind.begin(() -> {
            if (read.isEmpty()) {
                progress.read(RunCounts.unchanged(seen.size(), unchanged), staged, List.of());
            }
            for (int from = 0; from < read.size(); from += PAGE) {
                List<PlannedChange> differing = compare(read.subList(from, Math.min(read.size(), from + PAGE)));
                progress.read(RunCounts.unchanged(seen.size(), unchanged), staged, differing);
            }
        });
    }

    private List<PlannedChange> compare(List<PulledUser> page) {
        Map<String, PulledUser> fresh = new LinkedHashMap<>();
        for (PulledUser user : page) {
            checkKey(user.key());
            // Bases may overlap, and pages shift while the directory changes.
            if (seen.add(user.key())) {
                fresh.put(user.key(), user);
            }
        }
        Map<String, KnownUsers.Known> known = users.byKeys(sourceId, fresh.keySet());
        found += known.size();
        List<PlannedChange> differing = new ArrayList<>();
        for (PulledUser pulled : fresh.values()) {
            KnownUsers.Known stored = known.get(pulled.key());
            SourceUser read = pulled.user();
            SourceUser user = new SourceUser(Documents.ordered(read.document()), read.active(), read.keys())
                    .withKey(pulled.key());
            boolean same = stored != null
                    && stored.active() == user.active()
                    && stored.hash().equals(Hashes.of(user.document()));
            if (same || neverTouched.has(user.keys().userName(), user.keys().email())) {
                unchanged++;
            } else {
                differing.add(new PlannedChange(
                        stored == null ? PlannedChange.NEW : PlannedChange.CHANGED,
                        ++staged,
                        sourceId,
                        pulled.key(),
                        stored == null ? null : stored.recordId(),
                        user,
                        user.keys().userName()));
            }
        }
        return differing;
    }

    /** A key that was cut could be another one's. */
    private void checkKey(String key) {
        if (key.length() > StorableText.LONGEST || !StorableText.isStorable(key)) {
            String begins = StorableText.storable(key.substring(0, Math.min(key.length(), 40)));
            throw new PullFailure(
                    "Source '" + sourceId + "': the key of a user has " + key.length()
                            + " characters, but at most " + StorableText.LONGEST
                            + " can be kept, and none of them may be U+0000. It begins with '"
                            + begins + "'. Let the source give shorter keys.",
                    false,
                    null,
                    begins);
        }
    }

    @Override
    public synchronized void keys(List<String> keys) {
        open();
        List<String> read = List.copyOf(keys);
        behind.begin(() -> {
            read.forEach(seen::add);
            progress.read(RunCounts.unchanged(seen.size(), 0), staged, List.of());
        });
    }

    @Override
    public synchronized void restart() {
        open();
        behind.finish();
        seen = new SeenKeys();
        found = 0;
        unchanged = 0;
        staged = 0;
        knownUntil = null;
        if (mode != Mode.KEYS) {
            forget.run();
        }
    }

    @Override
    public synchronized void complete(@Nullable String next) {
        open();
        behind.finish();
        complete = true;
        nextWatermark = next;
    }

    /** Ends with the page that is still being compared: nothing is staged after it. */
    @Override
    public void close() {
        behind.close();
    }

    private void open() {
        if (complete) {
            throw new IllegalStateException("the read of source '" + sourceId + "' was completed already");
        }
    }

    synchronized boolean isComplete() {
        return complete;
    }

    @Nullable
    String nextWatermark() {
        return nextWatermark;
    }

    /** How many users, or keys, came. */
    long read() {
        return seen.size();
    }

    /** How many of them are stored. */
    long found() {
        return found;
    }

    long unchanged() {
        return unchanged;
    }

    /** How many changes are staged; the last number used. */
    long staged() {
        return staged;
    }

    /** The server may not know who came after that time; {@code null}: it knows everybody. */
    @Nullable
    Instant knownUntil() {
        return knownUntil;
    }

    boolean saw(String key) {
        return seen.contains(key);
    }
}
