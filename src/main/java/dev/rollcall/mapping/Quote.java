package dev.rollcall.mapping;

import java.util.List;

/** Puts values into sentences that identity providers show: one line, no HTML, single quotes, nothing endless. */
final class Quote {
    private static final int LONGEST_VALUE = 60;
    private static final int MOST_VALUES = 10;

    private Quote() {}

    /** The value in single quotes, shortened; its own quotes become typographic ones, so that the quoting holds. */
    static String of(String value) {
        String plain = line(value.replace('\'', '’').replace('"', '’'));
        return "'" + shortened(plain, LONGEST_VALUE) + "'";
    }

    /** At most ten values, and how many more there are. */
    static String list(List<String> values) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(values.size(), MOST_VALUES);
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(shortened(line(values.get(i)), LONGEST_VALUE));
        }
        return values.size() > shown ? text + " and " + (values.size() - shown) + " more" : text.toString();
    }

    /** One line without control characters, angle brackets and double quotes. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<' || c == '>') {
                continue;
            }
            boolean blank = Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c);
            if (!blank && Character.getType(c) != Character.FORMAT) {
                if (gap && !line.isEmpty()) {
                    line.append(' ');
                }
                line.append(c == '"' ? '\'' : c);
            }
            gap = blank || gap && Character.getType(c) == Character.FORMAT;
        }
        return line.toString();
    }

    /** At most that many characters; a cut is marked and never halves a surrogate pair. */
    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
