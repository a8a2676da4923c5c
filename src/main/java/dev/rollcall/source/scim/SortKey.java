package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.source.StorableText;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value that users are sorted by: numbers by their value and before texts. */
record SortKey(@Nullable BigDecimal number, String text) implements Comparable<SortKey> {
    /** The beginning of a value is enough: it may be long, and thousands of them are held. */
    private static final int LONGEST = 200;

    private static final Comparator<@Nullable BigDecimal> NUMBERS = Comparator.nullsLast(Comparator.naturalOrder());

    /** Of a JSON value; texts without case unless {@code exact}. */
    static SortKey of(JsonNode value, boolean exact) {
        if (value.isNumber()) {
            return new SortKey(value.decimalValue(), "");
        }
        String text = exact ? value.asText() : value.asText().toLowerCase(Locale.ROOT);
        return new SortKey(null, StorableText.beginning(text, LONGEST));
    }

    /** As {@link #of} reads it again. */
    JsonNode json() {
        return number != null ? DecimalNode.valueOf(number) : TextNode.valueOf(text);
    }

    @Override
    public int compareTo(SortKey other) {
        int byNumber = NUMBERS.compare(number, other.number);
        return byNumber != 0 ? byNumber : text.compareTo(other.text);
    }
}
