package dev.rollcall.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The delivery that this thread is at: until when its claim is surely its own. Held by the thread, as routes and their
 * beans do not hand it on.
 */
final class Sending {
    /** Kept at the end of a lease: a request that is sent then would still be under way when somebody else begins. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final ThreadLocal<@Nullable Sending> CURRENT = new ThreadLocal<>();

    private final long since;
    private final long end;
    private final String account;

    private Sending(long since, long end, String account) {
        this.since = since;
        this.end = end;
        this.account = account;
    }

    /**
     * Begins a delivery whose claim lasts for {@code lease} still.
     *
     * @param since {@link System#nanoTime} before the claim was looked at
     * @param account the target's {@link DeliveryTarget#account} before that, whose ids the claim holds
     */
    static Sending begin(long since, Duration lease, String account) {
        Sending sending = new Sending(since, since + lease.minus(MARGIN).toNanos(), account);
        CURRENT.set(sending);
        return sending;
    }

    static void end() {
        CURRENT.remove();
    }

    /** The delivery of this thread, or {@code null} where it is at none. */
    static @Nullable Sending current() {
        return CURRENT.get();
    }

    /** {@link System#nanoTime} before the claim was looked at. */
    long since() {
        return since;
    }

    /** The account that the delivery began for. */
    String account() {
        return account;
    }

    /** How long a request may still be sent. */
    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }
}
