package dev.rollcall.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent callers share one transaction: whoever gets the lock does the work of all who wait for it. A commit
 * costs the same for one as for many.
 *
 * @param <T> what a caller wants done
 * @param <R> what came of it
 */
final class GroupCommit<T, R> {
    private static final int LARGEST = 100;

    private final ConcurrentLinkedQueue<Slot<T, R>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Function<List<T>, List<R>> work;

    private static final class Slot<T, R> {
        final T item;

        @Nullable
        R result;

        @Nullable
        RuntimeException failure;

        boolean done;

        Slot(T item) {
            this.item = item;
        }
    }

    /** {@code work} does a list of items in one transaction; if it throws, the items are done one by one. */
    GroupCommit(Function<List<T>, List<R>> work) {
        this.work = work;
    }

    /** Does the item, together with others if there are any; throws what {@code work} throws for it alone. */
    @Nullable
    R submit(T item) {
        Slot<T, R> mine = new Slot<>(item);
        waiting.add(mine);
        lock.lock();
        try {
            while (!mine.done) {
                List<Slot<T, R>> group = new ArrayList<>();
                for (Slot<T, R> next; group.size() < LARGEST && (next = waiting.poll()) != null; ) {
                    group.add(next);
                }
                run(group);
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        return mine.result;
    }

    private void run(List<Slot<T, R>> group) {
        try {
            List<R> results = work.apply(group.stream().map(slot -> slot.item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
                group.get(i).done = true;
            }
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                group.get(0).failure = e;
                group.get(0).done = true;
            } else {
                group.forEach(slot -> run(List.of(slot)));
            }
        }
    }
}
