package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import dev.rollcall.source.AnyCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The condition in a path's brackets (RFC 7644 section 3.10), compiled once. Everything compares as text without case,
 * because Entra writes the boolean {@code true} as {@code "True"}.
 */
interface ElementTest {
    /** Whether the element counts. */
    boolean matches(JsonNode element);

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException for what is not a filter, or orders values ({@code gt} and the like)
     */
    static ElementTest compile(String filter) {
        try {
            return of(Filter.fromString(filter));
        } catch (ScimException e) {
            throw new IllegalArgumentException("[" + filter + "] is not a condition such as [type eq \"work\"]", e);
        }
    }

    private static ElementTest of(Filter filter) {
        FilterType type = filter.getFilterType();
        return switch (type) {
            case AND -> {
                List<ElementTest> all = filter.getCombinedFilters().stream()
                        .map(ElementTest::of)
                        .toList();
                yield element -> {
                    for (ElementTest test : all) {
                        if (!test.matches(element)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case OR -> {
                List<ElementTest> any = filter.getCombinedFilters().stream()
                        .map(ElementTest::of)
                        .toList();
                yield element -> {
                    for (ElementTest test : any) {
                        if (test.matches(element)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case NOT -> {
                ElementTest inner = of(filter.getInvertedFilter());
                yield element -> !inner.matches(element);
            }
            case PRESENT -> {
                List<String> names = names(filter.getAttributePath());
                yield element -> !texts(element, names).isEmpty();
            }
            case EQUAL -> comparison(filter, String::equals);
            case NOT_EQUAL -> {
                ElementTest equal = comparison(filter, String::equals);
                yield element -> !equal.matches(element);
            }
            case CONTAINS -> comparison(filter, String::contains);
            case STARTS_WITH -> comparison(filter, String::startsWith);
            case ENDS_WITH -> comparison(filter, String::endsWith);
            default ->
                throw new IllegalArgumentException("'" + filter + "' uses '" + type.getStringValue()
                        + "', which attribute paths do not know; use eq, ne, co, sw, ew, pr, and, or, not");
        };
    }

    private static ElementTest comparison(Filter filter, TextTest test) {
        List<String> names = names(filter.getAttributePath());
        String wanted =
                ComparableText.clean(filter.getComparisonValue().asText()).toLowerCase(Locale.ROOT);
        return element -> {
            for (String text : texts(element, names)) {
                if (test.matches(text.toLowerCase(Locale.ROOT), wanted)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static List<String> names(Path path) {
        List<String> names = new ArrayList<>();
        for (Path.Element element : path) {
            if (element.getValueFilter() != null) {
                throw new IllegalArgumentException("brackets inside brackets are not known to attribute paths");
            }
            names.add(element.getAttribute());
        }
        return names;
    }

    private static List<String> texts(JsonNode element, List<String> names) {
        JsonNode node = element;
        for (String name : names) {
            JsonNode next = node.isObject() ? AnyCase.get(node, name) : null;
            if (next == null) {
                return List.of();
            }
            node = next;
        }
        List<String> texts = new ArrayList<>(1);
        Json.texts(node, texts);
        return texts;
    }

    /** A comparison of two texts in lower case. */
    interface TextTest {
        /** Whether the sent text stands in the relation to the wanted one. */
        boolean matches(String sent, String wanted);
    }
}
