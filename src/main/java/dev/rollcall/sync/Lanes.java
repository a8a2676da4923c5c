package dev.rollcall.sync;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run's work go on while its thread prepares the next piece of it: as many pieces at a time as there are lanes, begun
 * in order. What a piece throws, the run meets at its next call; from then on nothing is begun.
 */
final class Lanes implements AutoCloseable {
    private final int width;
    private final Semaphore free;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Lanes(int width) {
        this.width = width;
        this.free = new Semaphore(width);
        String name = Thread.currentThread().getName() + "-lane";
        this.threads = Executors.newFixedThreadPool(width, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins a piece as soon as a lane is free. Pieces write to the database, so waiting for them is not interrupted. */
    void begin(Runnable piece) {
        free.acquireUninterruptibly();
        if (failure.get() != null) {
            free.release();
            throwFailure();
        }
        try {
            threads.execute(() -> run(piece));
        } catch (RejectedExecutionException e) {
            free.release(); // closed: a route may go on after it answered
            throw e;
        }
    }

    private void run(Runnable piece) {
        try {
            piece.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            free.release();
        }
    }

    /** Waits until every piece has ended. */
    void finish() {
        waitForAll();
        throwFailure();
    }

    /** Waits for the pieces, whatever becomes of them, and ends the threads. */
    @Override
    public void close() {
        waitForAll();
        threads.shutdown();
    }

    private void waitForAll() {
        free.acquireUninterruptibly(width);
        free.release(width);
    }

    private void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
