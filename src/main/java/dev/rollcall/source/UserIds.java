package dev.rollcall.source;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * New ids: UUIDs of version 7 (RFC 9562 section 5.7), which rise with time, so that new rows lie together in every index
 * and a list by id is a list by age. Within a process each is greater than the one before (section 6.2, method 1).
 */
public final class UserIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Milliseconds since 1970 in the upper 52 bits, a counter of 12 bits below. */
    private static final AtomicLong LAST = new AtomicLong();

    private UserIds() {}

    /** The next id. */
    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (tick >>> 12) << 16 | 0x7000 | (tick & 0xFFF);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
