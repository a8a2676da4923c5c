package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.source.AnyCase;
import dev.rollcall.source.scim.Filter.AttributeName;
import dev.rollcall.source.scim.Filter.Operator;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds a filter against a resource, or an element of one (RFC 7644 section 3.4.2.2). */
final class FilterMatch {
    private static final int LONGEST_NUMBER = 100;

    private FilterMatch() {}

    /** Whether the filter holds; texts compare without case, but for {@code id} and {@code externalId}. */
    static boolean matches(Filter filter, JsonNode node) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> matches(part, node));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> matches(part, node));
        }
        if (filter instanceof Filter.Not not) {
            return !matches(not.part(), node);
        }
        if (filter instanceof Filter.Element element) {
            JsonNode list = attribute(node, element.name());
            for (JsonNode item : items(list)) {
                if (matches(element.condition(), item)) {
                    return true;
                }
            }
            return false;
        }
        return compare((Filter.Compare) filter, node);
    }

    private static boolean compare(Filter.Compare compare, JsonNode node) {
        List<JsonNode> values = values(node, compare.name());
        JsonNode wanted = compare.value();
        Operator operator = compare.operator();
        if (operator == Operator.PR || wanted == null) {
            return !values.isEmpty();
        }
        if (wanted.isNull()) {
            return operator == Operator.EQ ? values.isEmpty() : operator == Operator.NE && !values.isEmpty();
        }
        if (operator == Operator.NE) {
            return values.stream().noneMatch(value -> holds(Operator.EQ, value, wanted, exact(compare.name())));
        }
        return values.stream().anyMatch(value -> holds(operator, value, wanted, exact(compare.name())));
    }

    static boolean exact(AttributeName name) {
        return name.sub() == null
                && (name.attribute().equalsIgnoreCase("externalId")
                        || name.attribute().equalsIgnoreCase("id"));
    }

    private static boolean holds(Operator operator, JsonNode value, JsonNode wanted, boolean exact) {
        String left = exact ? value.asText() : value.asText().toLowerCase(Locale.ROOT);
        String right = exact ? wanted.asText() : wanted.asText().toLowerCase(Locale.ROOT);
        return switch (operator) {
            case EQ ->
                left.equals(right)
                        || ((value.isNumber() || timed(value, wanted)) && order(value, wanted, left, right) == 0);
            case CO -> left.contains(right);
            case SW -> left.startsWith(right);
            case EW -> left.endsWith(right);
            case GT -> order(value, wanted, left, right) > 0;
            case GE -> order(value, wanted, left, right) >= 0;
            case LT -> order(value, wanted, left, right) < 0;
            case LE -> order(value, wanted, left, right) <= 0;
            case NE, PR -> throw new IllegalStateException("answered before");
        };
    }

    private static boolean timed(JsonNode value, JsonNode wanted) {
        return time(value.asText()) != null && time(wanted.asText()) != null;
    }

    /** Numbers by value, times by the clock, and all else as texts. */
    private static int order(JsonNode value, JsonNode wanted, String left, String right) {
        BigDecimal number = value.isNumber() ? number(wanted.asText()) : null;
        if (number != null) {
            return value.decimalValue().compareTo(number);
        }
        Instant leftTime = time(value.asText());
        Instant rightTime = leftTime == null ? null : time(wanted.asText());
        return leftTime != null && rightTime != null ? leftTime.compareTo(rightTime) : left.compareTo(right);
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.length() > LONGEST_NUMBER ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * The text as a time (RFC 7643 section 2.3.5), in UTC if it names no zone, or {@code null}: only texts that begin like one
     * are tried.
     */
    static @Nullable Instant time(String text) {
        if (text.length() < 19 || text.charAt(4) != '-' || (text.charAt(10) != 'T' && text.charAt(10) != 't')) {
            return null;
        }
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.toUpperCase(Locale.ROOT), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The values that a comparison looks at: of a complex attribute without a sub-attribute its {@code value}. */
    private static List<JsonNode> values(JsonNode node, AttributeName name) {
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode item : items(attribute(node, name))) {
            String sub = name.sub() == null && item.isObject() ? "value" : name.sub();
            JsonNode value = sub == null ? item : AnyCase.get(item, sub);
            if (value == null && item.isObject() && name.sub() == null && !item.isEmpty()) {
                value = item;
            }
            for (JsonNode one : items(value)) {
                if (!one.isNull() && !(one.isTextual() && one.asText().isEmpty())) {
                    values.add(one);
                }
            }
        }
        return values;
    }

    /** What a resource is sorted by: of several values the primary one, or the first (RFC 7644 section 3.4.2.3). */
    static @Nullable SortKey sortKey(JsonNode resource, AttributeName name) {
        JsonNode chosen = null;
        for (JsonNode item : items(attribute(resource, name))) {
            if (chosen == null || item.path("primary").asBoolean()) {
                chosen = item;
            }
        }
        if (chosen != null && chosen.isObject()) {
            chosen = AnyCase.get(chosen, name.sub() == null ? "value" : name.sub());
        }
        return chosen == null || !chosen.isValueNode() ? null : SortKey.of(chosen, exact(name));
    }

    private static @Nullable JsonNode attribute(JsonNode node, AttributeName name) {
        String schema = name.schema();
        if (schema != null && !schema.equals(UserSchema.CORE)) {
            JsonNode extension = AnyCase.get(node, schema);
            return extension == null
                    ? null
                    : name.attribute().isEmpty() ? extension : AnyCase.get(extension, name.attribute());
        }
        JsonNode own = AnyCase.get(node, name.attribute());
        return own != null || schema != null || !UserSchema.ENTERPRISE.equals(UserSchema.schemaOf(name.attribute()))
                ? own
                : attribute(node, new AttributeName(UserSchema.ENTERPRISE, name.attribute(), name.sub()));
    }

    private static Iterable<JsonNode> items(@Nullable JsonNode node) {
        return node == null ? List.of() : node.isArray() ? node : List.of(node);
    }
}
