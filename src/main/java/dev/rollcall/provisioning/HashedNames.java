package dev.rollcall.provisioning;

import java.util.Arrays;

/** A set of texts that keeps 8 bytes a text: two that collide count as one, which is harmless where it is used. */
final class HashedNames {
    private long[] hashes = new long[64];
    private int size;
    private boolean sorted;

    void add(String name) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash(name);
        sorted = false;
    }

    boolean contains(String name) {
        if (!sorted) {
            Arrays.sort(hashes, 0, size);
            sorted = true;
        }
        return Arrays.binarySearch(hashes, 0, size, hash(name)) >= 0;
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
