package dev.rollcall.settings;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** The sentence for a key that this version does not know. */
final class UnknownKey {
    private UnknownKey() {}

    /** Names the key and the nearest known one, so that a slip of the keyboard is found at once. */
    static String sentence(String path, String key, Set<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance(plain(key), plain(candidate))))
                .orElseThrow();
        return path + "." + key + " is not a setting. The nearest one is " + path + "." + nearest + ".";
    }

    /** Whether a key looks like a slip of the keyboard for another. */
    static boolean isNear(String key, String known) {
        return distance(plain(key), plain(known)) <= 2;
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein's distance: the number of letters to add, remove or change. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
