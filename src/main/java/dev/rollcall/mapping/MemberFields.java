package dev.rollcall.mapping;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the values of member fields must look like. */
final class MemberFields {
    static final int LONGEST = 255;
    static final int LONGEST_EMAIL = 254;
    static final Set<String> DATES = Set.of("start_date", "offboarding_date");

    private MemberFields() {}

    /** One at sign with something on both sides, and no blanks: no more can be told without sending a mail. */
    static boolean address(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at == text.length() - 1 || text.indexOf('@', at + 1) >= 0 || text.length() > LONGEST_EMAIL) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c)
                    || c == '<'
                    || c == '>') {
                return false;
            }
        }
        return true;
    }

    /** What a field takes, in words, where the value is none of that; {@code null} where it is. */
    static @Nullable String wantedInsteadOf(String field, String value) {
        if (DATES.contains(field)) {
            return Dates.isoDate(value) == null ? FieldType.DATE.wanted() : null;
        }
        if (field.equals("email")) {
            return address(value) ? null : FieldType.EMAIL.wanted();
        }
        return value.length() > LONGEST ? FieldType.TEXT.wanted() : null;
    }

    /** The last word of a name. */
    static String lastWord(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }
}
