package dev.rollcall.member;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a member's value came from.
 *
 * @param kind how the value came about
 * @param attribute the source's attribute path as configured, or {@code null} where no attribute was involved
 */
public record Origin(Kind kind, @Nullable String attribute) {
    /** The ways a value can come about; on the wire in lower case. */
    public enum Kind {
        /** Sent by the source. */
        SOURCE,
        /** A configured default, since the source sent nothing. */
        DEFAULT,
        /** The unknown-role policy's role, since the role that was sent does not exist. */
        FALLBACK,
        /** Worked out from other values, such as a last name from the display name. */
        DERIVED,
        /** Set by a person. */
        MANUAL;

        /** The wire form, such as {@code source}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the wire form. */
        public static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** A value that the attribute at {@code path} gave. */
    public static Origin source(String path) {
        return new Origin(Kind.SOURCE, path);
    }

    /** A value without an attribute behind it. */
    public static Origin of(Kind kind) {
        return new Origin(kind, null);
    }
}
