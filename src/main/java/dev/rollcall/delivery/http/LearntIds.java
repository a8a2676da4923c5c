package dev.rollcall.delivery.http;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The target's ids of things that members refer to by name (roles, custom fields), learnt from the target page by page and
 * kept. A long list is read on where the piece of work before this one had to stop. A name that is missing is looked for
 * again, but never so often that looking takes more than a tenth of the time.
 */
public final class LearntIds {
    private static final long SHORTEST_REST = TimeUnit.SECONDS.toNanos(2);
    private static final int REST_PER_READING = 10;

    /** Reads one page of the list. */
    @FunctionalInterface
    public interface Pages {
        /** The page at {@code cursor}, which is empty at first. */
        Page read(String cursor, TargetCalls calls);
    }

    /**
     * What a page showed.
     *
     * @param next the cursor of the next page, or {@code null} at the end
     */
    public record Page(
            Map<String, String> idsByName, @Nullable String next) {}

    private final String what;
    private final Pages pages;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable String cursor;
    private long spent;
    private volatile long restUntil;
    private volatile boolean complete;

    /**
     * Nothing is known yet.
     *
     * @param what the things in the plural, for a person
     */
    public LearntIds(String what, Pages pages) {
        this.what = what;
        this.pages = pages;
    }

    /** Takes what an answer happened to show. */
    public void see(String name, String id) {
        if (!name.isBlank() && !id.isBlank()) {
            known.put(name, id);
        }
    }

    /** Forgets an id that turned out to be wrong. */
    public void forget(String name) {
        known.remove(name);
        restUntil = System.nanoTime();
    }

    /** The id of a name, which is read for where it is not known; {@code null} if the target has none. */
    public @Nullable String id(String name, TargetCalls calls) {
        String id = known.get(name);
        if (id != null || complete && System.nanoTime() - restUntil < 0) {
            return id;
        }
        lock();
        try {
            return read(name, calls);
        } finally {
            reading.unlock();
        }
    }

    /** All names, read to the end of the list. */
    public List<String> names(TargetCalls calls) {
        lock();
        try {
            restUntil = System.nanoTime();
            complete = false;
            read("", calls);
        } finally {
            reading.unlock();
        }
        return known();
    }

    /** The names that are known now. */
    public List<String> known() {
        return new ArrayList<>(new TreeMap<>(known).keySet());
    }

    private @Nullable String read(String name, TargetCalls calls) {
        if (cursor == null) {
            if (complete && System.nanoTime() - restUntil < 0) {
                return known.get(name);
            }
            cursor = "";
            spent = 0;
        }
        while (cursor != null && !known.containsKey(name)) {
            long before = System.nanoTime();
            Page page = pages.read(cursor, calls);
            page.idsByName().forEach(this::see);
            cursor = page.next();
            spent += System.nanoTime() - before;
        }
        if (cursor == null) {
            complete = true;
            restUntil = System.nanoTime() + Math.max(SHORTEST_REST, spent * REST_PER_READING);
        }
        return known.get(name);
    }

    private void lock() {
        try {
            if (reading.tryLock(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TargetTrouble(Trouble.BUSY, "its " + what + " are being read", Duration.ofSeconds(1));
    }
}
