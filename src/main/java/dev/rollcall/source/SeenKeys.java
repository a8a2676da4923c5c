package dev.rollcall.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A set of a directory's keys of which only 128 bits each are kept: UUIDs as they are, other texts by their SHA-256, of which
 * 128 bits never meet in one directory. A table of pairs of longs, filled to at most four fifths: 20 to 40 bytes a key.
 */
public final class SeenKeys {
    private static final int SMALLEST = 1 << 10;

    private long[] table = new long[2 * SMALLEST];
    private int size;

    /** Adds a key; {@code false} if it was there. */
    public boolean add(String key) {
        return add(id(key));
    }

    /** Adds an id; {@code false} if it was there. */
    public boolean add(UUID id) {
        if (size * 5L >= table.length / 2 * 4L) {
            grow();
        }
        return put(mixed(id), id.getLeastSignificantBits());
    }

    /** Whether the key is in. */
    public boolean contains(String key) {
        return contains(id(key));
    }

    /** Whether the id is in. */
    public boolean contains(UUID id) {
        return table[slot(mixed(id), id.getLeastSignificantBits())] != 0;
    }

    /** How many are in. */
    public int size() {
        return size;
    }

    /** 16 bytes that stand for the text: the UUID that it writes, or of its hash. */
    public static UUID id(String key) {
        if (key.length() == 36) {
            try {
                UUID id = UUID.fromString(key);
                if (id.toString().equals(key)) {
                    return id;
                }
            } catch (IllegalArgumentException e) {
                // Another text of that length: hashed like the others.
            }
        }
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Stands, beside the lower half, for the id. The upper half alone may be a time: neighbours would crowd together. */
    private static long mixed(UUID id) {
        long mixed = id.getMostSignificantBits() * 0x9E3779B97F4A7C15L ^ id.getLeastSignificantBits();
        return mixed == 0 ? 1 : mixed; // zero means that a slot is empty
    }

    private boolean put(long mixed, long low) {
        int slot = slot(mixed, low);
        if (table[slot] != 0) {
            return false;
        }
        table[slot] = mixed;
        table[slot + 1] = low;
        size++;
        return true;
    }

    /** Where the pair is, or would be. */
    private int slot(long mixed, long low) {
        int last = table.length / 2 - 1;
        int place = (int) (mixed * 0xC2B2AE3D27D4EB4FL >>> 32) & last;
        while (table[2 * place] != 0 && (table[2 * place] != mixed || table[2 * place + 1] != low)) {
            place = place + 1 & last;
        }
        return 2 * place;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                put(old[i], old[i + 1]);
            }
        }
    }
}
