package dev.rollcall.mapping;

import java.text.Normalizer;
import java.util.Locale;

/** How text is made comparable: names of roles and options that look the same are the same. */
final class ComparableText {
    private ComparableText() {}

    /** Without blanks at both ends (Unicode's too) and without NUL, which PostgreSQL refuses. */
    static String clean(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && blank(text.charAt(start))) {
            start++;
        }
        while (end > start && blank(text.charAt(end - 1))) {
            end--;
        }
        String trimmed = text.substring(start, end);
        return trimmed.indexOf('\0') < 0 ? trimmed : trimmed.replace('\0', ' ');
    }

    /**
     * NFKC, trimmed, case-folded. The fold goes by lower case only: upper case would turn the dotless i of
     * {@code Admın} into a plain one, and so make another name an administrator.
     */
    static String fold(String text) {
        String compatible = clean(Normalizer.normalize(text, Normalizer.Form.NFKC));
        String lower = compatible.toLowerCase(Locale.ROOT).replace("ß", "ss").replace('ς', 'σ');
        return clean(Normalizer.normalize(lower, Normalizer.Form.NFKC));
    }

    /** Folded, with letters and digits only: how keys are compared that a settings file may have respelt. */
    static String squash(String text) {
        String folded = fold(text);
        StringBuilder kept = new StringBuilder(folded.length());
        folded.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean blank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }
}
