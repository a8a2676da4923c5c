package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as a tree (RFC 7644 section 3.4.2.2). */
sealed interface Filter {
    /** All of them hold. */
    record And(List<Filter> parts) implements Filter {}

    /** At least one of them holds. */
    record Or(List<Filter> parts) implements Filter {}

    /** It does not hold. */
    record Not(Filter part) implements Filter {}

    /** A comparison; {@code value} is a JSON literal, or {@code null} for {@code pr}. */
    record Compare(
            AttributeName name, Operator operator, @Nullable JsonNode value) implements Filter {}

    /** Conditions that hold on one element of a multi-valued attribute. */
    record Element(AttributeName name, Filter condition) implements Filter {}

    /** The operators of RFC 7644, table 3. */
    enum Operator {
        EQ,
        NE,
        CO,
        SW,
        EW,
        GT,
        GE,
        LT,
        LE,
        PR
    }

    /** An attribute's name as it is written: an optional schema, the attribute and an optional sub-attribute. */
    record AttributeName(
            @Nullable String schema,
            String attribute,
            @Nullable String sub) {
        /** Reads {@code attribute}, {@code attribute.sub}, or either behind a schema and a colon; {@code null} if it is none. */
        static @Nullable AttributeName of(String written) {
            boolean urn = UserSchema.isUrn(written);
            if (urn && !UserSchema.isWhole(written)) {
                return null;
            }
            UserSchema.Qualified qualified = urn ? UserSchema.split(written) : null;
            String path = qualified == null ? written : qualified.name();
            int dot = path.indexOf('.');
            String attribute = dot < 0 ? path : path.substring(0, dot);
            String sub = dot < 0 ? null : path.substring(dot + 1);
            boolean named = !attribute.isEmpty() && attribute.indexOf(':') < 0;
            return named && (sub == null || (!sub.isEmpty() && sub.indexOf('.') < 0))
                    ? new AttributeName(qualified == null ? null : qualified.schema(), attribute, sub)
                    : null;
        }

        @Override
        public String toString() {
            return (schema == null ? "" : schema + ":") + attribute + (sub == null ? "" : "." + sub);
        }
    }
}
