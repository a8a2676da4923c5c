package dev.rollcall.source.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A set of keys in 16 bytes each: UUIDs as they are, other texts by their hash. */
final class SeenKeys {
    private static final double FULL = 0.7;

    private long[] slots = new long[2 * 1024];
    private int size;

    /** Adds a key; {@code false} if it was there. */
    boolean add(String key) {
        if (size + 1 > slots.length / 2 * FULL) {
            grow();
        }
        UUID id = id(key);
        return put(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Whether the key is in. */
    boolean contains(String key) {
        UUID id = id(key);
        int at = slot(id.getMostSignificantBits(), id.getLeastSignificantBits());
        return slots[2 * at] != 0 || slots[2 * at + 1] != 0;
    }

    /** How many keys are in. */
    int size() {
        return size;
    }

    /** Where the key is, or the free slot where it belongs. */
    private int slot(long high, long low) {
        int capacity = slots.length / 2;
        int at = Math.floorMod(Long.hashCode(high * 31 + low), capacity);
        while ((slots[2 * at] != 0 || slots[2 * at + 1] != 0) && (slots[2 * at] != high || slots[2 * at + 1] != low)) {
            at = at + 1 == capacity ? 0 : at + 1;
        }
        return at;
    }

    private boolean put(long high, long low) {
        int at = slot(high, low);
        if (slots[2 * at] == high && slots[2 * at + 1] == low) {
            return false;
        }
        slots[2 * at] = high;
        slots[2 * at + 1] = low;
        size++;
        return true;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length / 2 * 3];
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 || old[i + 1] != 0) {
                put(old[i], old[i + 1]);
            }
        }
    }

    /** 16 bytes that stand for the text. */
    static UUID id(String key) {
        if (key.length() == 36) {
            try {
                UUID id = UUID.fromString(key);
                if (id.getMostSignificantBits() != 0 || id.getLeastSignificantBits() != 0) {
                    return id;
                }
            } catch (IllegalArgumentException e) {
                // Another text of that length: hashed like the others.
            }
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong() | 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
