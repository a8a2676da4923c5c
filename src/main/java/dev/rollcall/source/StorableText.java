package dev.rollcall.source;

import org.jspecify.annotations.Nullable;

/** What Rollcall's tables take: PostgreSQL no U+0000, no database half a surrogate pair, and every column so many characters. */
public final class StorableText {
    /** As many characters as names and keys may have. */
    public static final int LONGEST = 1000;

    /** As many characters as a user's whole document may have. */
    public static final int LONGEST_DOCUMENT = 1_000_000;

    private StorableText() {}

    /** Whether databases take the text: neither U+0000 nor a surrogate without its other half. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** The text with a blank for each character that databases do not take. */
    public static String storable(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    /** As much of the text as so many characters can hold, without half a surrogate pair at its end. */
    public static String beginning(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /** A name as it can be stored, cut where it is too long for a column. */
    static @Nullable String name(@Nullable String text) {
        return text == null ? null : storable(beginning(text, LONGEST));
    }
}
