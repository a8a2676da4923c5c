package dev.rollcall.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A set of keys of which only 128 bits each are kept: hashes of a directory's keys, or record ids. At 128 bits of SHA-256
 * two keys of one directory are never the same. A table of pairs of longs, filled to at most four fifths.
 */
final class SeenKeys {
    private static final int SMALLEST = 1 << 10;

    private final MessageDigest digest;
    private long[] table = new long[2 * SMALLEST];
    private int size;

    SeenKeys() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key is new. */
    boolean add(String key) {
        byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
        return put(half(hash, 0), half(hash, 8));
    }

    boolean add(UUID id) {
        return put(mixed(id), id.getLeastSignificantBits());
    }

    boolean contains(String key) {
        byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
        return at(slot(half(hash, 0), half(hash, 8)));
    }

    boolean contains(UUID id) {
        return at(slot(mixed(id), id.getLeastSignificantBits()));
    }

    int size() {
        return size;
    }

    /** The upper half of an id is a time: neighbours would crowd together. */
    private static long mixed(UUID id) {
        return id.getMostSignificantBits() * 0x9E3779B97F4A7C15L ^ id.getLeastSignificantBits();
    }

    private static long half(byte[] hash, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = value << 8 | (hash[i] & 0xFF);
        }
        return value;
    }

    private boolean put(long high, long low) {
        if (size * 5L >= table.length / 2 * 4L) {
            grow();
        }
        int slot = slot(high, low);
        if (at(slot)) {
            return false;
        }
        table[slot] = marked(high);
        table[slot + 1] = low;
        size++;
        return true;
    }

    /** Where the pair is, or would be. */
    private int slot(long high, long low) {
        int mask = table.length / 2 - 1;
        int place = (int) (low ^ low >>> 32) & mask;
        while (table[2 * place] != 0 && (table[2 * place] != marked(high) || table[2 * place + 1] != low)) {
            place = place + 1 & mask;
        }
        return 2 * place;
    }

    private boolean at(int slot) {
        return table[slot] != 0;
    }

    /** Zero means empty. */
    private static long marked(long high) {
        return high == 0 ? 1 : high;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int slot = slot(old[i], old[i + 1]);
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }
}
