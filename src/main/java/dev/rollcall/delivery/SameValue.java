package dev.rollcall.delivery;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether two systems mean the same value: they write numbers, flags, dates, blanks and entities in ways of their own. */
public final class SameValue {
    private SameValue() {}

    /** Compares what was written with what was read; {@code null} and blank are the same. */
    public static boolean of(@Nullable String ours, @Nullable String theirs) {
        String a = plain(ours);
        String b = plain(theirs);
        return a.equals(b) || flag(a).equals(flag(b)) || sameDate(a, b) || sameNumber(a, b) || samePhone(a, b);
    }

    private static String plain(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String text = value.indexOf('&') < 0
                ? value
                : value.replace("&amp;", "&")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#039;", "'")
                        .replace("&#39;", "'");
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static String flag(String value) {
        return switch (value) {
            case "true", "yes", "1" -> "1";
            case "false", "no", "0" -> "0";
            default -> value;
        };
    }

    private static boolean sameDate(String a, String b) {
        return a.length() >= 10
                && b.length() >= 10
                && a.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}([t ].*)?")
                && (a.length() == 10 || b.length() == 10)
                && b.startsWith(a.substring(0, 10));
    }

    private static boolean sameNumber(String a, String b) {
        try {
            return isNumber(a) && isNumber(b) && new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,30}(\\.[0-9]{1,20})?") && (text.equals("0") || !text.startsWith("0"));
    }

    /** A telephone number without the signs that people put into it. */
    private static boolean samePhone(String a, String b) {
        return a.matches("[+0-9 ()./-]{6,}")
                && b.matches("[+0-9 ()./-]{6,}")
                && a.replaceAll("[ ()./-]", "").equals(b.replaceAll("[ ()./-]", ""));
    }
}
