package dev.rollcall.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent callers share one transaction: one of them does the work of all who wait, and those who come meanwhile are
 * the next group. A commit costs nearly the same for one as for many.
 *
 * @param <T> what a caller wants done
 * @param <R> what came of it
 */
final class GroupCommit<T, R> {
    private static final int LARGEST = 100;

    private final ConcurrentLinkedQueue<Slot<T, R>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Function<List<T>, List<R>> work;

    /** Somebody who waits. What is written before {@code done} is read after it. */
    private static final class Slot<T, R> {
        final T item;
        final Thread caller = Thread.currentThread();

        @Nullable
        R result;

        @Nullable
        Throwable failure;

        volatile boolean done;

        Slot(T item) {
            this.item = item;
        }

        void end() {
            done = true;
            LockSupport.unpark(caller);
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
        boolean interrupted = false;
        while (!mine.done) {
            if (busy.compareAndSet(false, true)) {
                lead();
            } else {
                // Woken when it is done, or when it is its turn to lead.
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure instanceof RuntimeException exception) {
            throw exception;
        }
        return mine.result;
    }

    private void lead() {
        try {
            List<Slot<T, R>> group = new ArrayList<>();
            for (Slot<T, R> next; group.size() < LARGEST && (next = waiting.poll()) != null; ) {
                group.add(next);
            }
            if (!group.isEmpty()) {
                run(group);
            }
        } finally {
            busy.set(false);
            Slot<T, R> next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.caller);
            }
        }
    }

    private void run(List<Slot<T, R>> group) {
        try {
            List<R> results = work.apply(group.stream().map(slot -> slot.item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
            }
        } catch (RuntimeException e) {
            if (group.size() > 1) {
                group.forEach(slot -> run(List.of(slot)));
                return;
            }
            group.get(0).failure = e;
        } catch (Error e) {
            group.forEach(slot -> slot.failure = e);
        }
        group.forEach(Slot::end);
    }
}
