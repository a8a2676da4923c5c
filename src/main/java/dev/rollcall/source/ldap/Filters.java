package dev.rollcall.source.ldap;

import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Filters and names as texts (RFC 4515, RFC 4514). */
final class Filters {
    private static final int DEEPEST = 50;

    private Filters() {}

    /** The value as it may stand in a filter (RFC 4515 section 3). */
    static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '*' -> escaped.append("\\2a");
                case '(' -> escaped.append("\\28");
                case ')' -> escaped.append("\\29");
                case '\\' -> escaped.append("\\5c");
                case '\0' -> escaped.append("\\00");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Whether both hold. */
    static String and(String one, String other) {
        return "(&" + (one.startsWith("(") ? one : "(" + one + ")") + other + ")";
    }

    /** Whether the attribute has one of the values, each as it may stand in a filter. */
    static String any(String attribute, List<String> values) {
        StringBuilder any = new StringBuilder("(|");
        values.forEach(value ->
                any.append('(').append(attribute).append('=').append(value).append(')'));
        return any.append(')').toString();
    }

    /** Whether the text is a filter; asks no server, so that unknown attributes pass. */
    static boolean isFilter(String text) {
        return text.startsWith("(") && end(text, 0, 0) == text.length();
    }

    /** Where the filter that begins at {@code at} ends; -1 where it is none. */
    private static int end(String text, int at, int depth) {
        if (depth > DEEPEST || at >= text.length() || text.charAt(at) != '(') {
            return -1;
        }
        int next = at + 1;
        char kind = next < text.length() ? text.charAt(next) : ')';
        if (kind != '&' && kind != '|' && kind != '!') {
            return itemEnd(text, next);
        }
        int filters = 0;
        next++;
        while (next >= 0 && next < text.length() && text.charAt(next) == '(') {
            next = end(text, next, depth + 1);
            filters++;
        }
        boolean whole = next > 0 && next < text.length() && text.charAt(next) == ')';
        return whole && (kind == '!' ? filters == 1 : filters > 0) ? next + 1 : -1;
    }

    private static int itemEnd(String text, int at) {
        int close = at;
        while (close < text.length() && text.charAt(close) != ')' && text.charAt(close) != '(') {
            close++;
        }
        if (close == text.length() || text.charAt(close) == '(') {
            return -1;
        }
        String item = text.substring(at, close);
        return item.matches("(?s)[A-Za-z0-9.;:_-]+[~<>]?=([^\\\\]|\\\\[0-9A-Fa-f]{2})*") ? close + 1 : -1;
    }

    /** Whether the text is a distinguished name. */
    static boolean isName(String text) {
        try {
            return !new LdapName(text).isEmpty();
        } catch (InvalidNameException e) {
            return false;
        }
    }

    /** A form in which equal names of one server are equal: lower case, no blanks around commas and equals signs. */
    static String folded(String name) {
        if (!name.contains(", ") && !name.contains(" ,") && !name.contains("= ") && !name.contains(" =")) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            StringBuilder folded = new StringBuilder(name.length());
            var parts = new LdapName(name).getRdns();
            for (int i = parts.size() - 1; i >= 0; i--) {
                folded.append(folded.isEmpty() ? "" : ",").append(parts.get(i));
            }
            return folded.toString().toLowerCase(Locale.ROOT);
        } catch (InvalidNameException e) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
