package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.scim.PatchOperations.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PATCH on a multi-valued attribute. Where a path chooses elements and none is there, the element is made with what the
 * path says of it, for add and replace alike: the RFC's noTarget would make Entra ID fail on every first address.
 */
final class PatchList {
    private PatchList() {}

    static void apply(
            ObjectNode owner,
            Attribute attribute,
            Kind kind,
            PatchPath path,
            @Nullable JsonNode value,
            Set<String> unknown) {
        if (path.filter() != null && !knows(attribute, path.filter())) {
            // Nothing can match it, and an element made for it would be made again each time.
            unknown.add(attribute.name() + "[]");
            return;
        }
        ArrayNode list = PatchTarget.list(owner, attribute);
        Set<JsonNode> primaries = primaries(list);
        if (path.sub() != null) {
            sub(list, attribute, kind, path, value, unknown);
        } else if (path.filter() != null) {
            elements(list, attribute, kind, path.filter(), value);
        } else {
            whole(list, attribute, kind, value);
        }
        keepNewestPrimary(list, primaries);
        Canonical.limited(attribute.name(), list.size());
        if (list.isEmpty()) {
            owner.remove(attribute.name());
        }
    }

    /**
     * Drops elements that say nothing, and of equal ones all but one, once all operations are done: one may set a mark, and the
     * next the value.
     */
    static void finish(ObjectNode owner, Attribute attribute, JsonNode before) {
        if (owner.get(attribute.name()) instanceof ArrayNode list) {
            boolean marked = !primaries(list).isEmpty();
            list.removeIf(item -> !Canonical.saysSomething(attribute, (ObjectNode) item));
            if (marked && primaries(list).isEmpty()) {
                markAgain(list, primaries(before));
            }
            PatchTarget.set(owner, attribute.name(), list.isEmpty() ? null : Canonical.withoutRepeats(list));
        }
    }

    private static boolean knows(Attribute attribute, Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> knows(attribute, part));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().allMatch(part -> knows(attribute, part));
        }
        if (filter instanceof Filter.Not not) {
            return knows(attribute, not.part());
        }
        return filter instanceof Filter.Compare compare
                && compare.name().schema() == null
                && compare.name().sub() == null
                && attribute.sub(compare.name().attribute()) != null;
    }

    private static void whole(ArrayNode list, Attribute attribute, Kind kind, @Nullable JsonNode value) {
        if (kind == Kind.REMOVE) {
            removeAll(list, attribute, value);
            return;
        }
        JsonNode read = Canonical.value(attribute, value, attribute.name());
        if (kind == Kind.REPLACE) {
            list.removeAll();
        }
        if (read != null) {
            add(list, read);
        }
    }

    /** Adds elements; one that has the value and type of an older one takes its place (RFC 7644 section 3.5.2.1). */
    private static void add(ArrayNode list, JsonNode added) {
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            places.put(identity(list.get(i)), i);
        }
        for (JsonNode item : added) {
            Integer place = places.get(identity(item));
            if (place == null) {
                places.put(identity(item), list.size());
                list.add(item);
            } else {
                ((ObjectNode) list.get(place)).setAll((ObjectNode) item);
            }
        }
    }

    /** Value and type, or else the whole element, its names in any order. */
    private static Object identity(JsonNode item) {
        return item.has("value")
                ? List.of(value(item), item.path("type").asText().toLowerCase(Locale.ROOT))
                : item.deepCopy();
    }

    private static Object value(JsonNode item) {
        return item.has("value") ? item.get("value").asText().toLowerCase(Locale.ROOT) : item;
    }

    /** Removes all elements, or those that the value names. */
    private static void removeAll(ArrayNode list, Attribute attribute, @Nullable JsonNode value) {
        if (value == null || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            list.removeAll();
            return;
        }
        Set<Object> named = new HashSet<>();
        JsonNode read = Canonical.value(attribute, value, attribute.name());
        if (read != null) {
            read.forEach(item -> named.add(value(item)));
        }
        list.removeIf(item -> named.contains(value(item)));
    }

    private static void elements(
            ArrayNode list, Attribute attribute, Kind kind, Filter filter, @Nullable JsonNode value) {
        if (kind == Kind.REMOVE) {
            list.removeIf(item -> FilterMatch.matches(filter, item));
            return;
        }
        JsonNode one = one(attribute, value);
        ObjectNode read = one == null ? null : Canonical.element(attribute, one, attribute.name());
        List<ObjectNode> chosen = chosen(list, filter);
        if (read == null && one instanceof ObjectNode marks) {
            read = Canonical.parts(attribute, marks, attribute.name());
        }
        // By themselves marks are no element: they are put on the one that is there.
        boolean whole = kind == Kind.REPLACE && !(one != null && Canonical.isMarksAlone(one));
        if (read == null) {
            list.removeIf(item -> FilterMatch.matches(filter, item));
        } else if (chosen.isEmpty()) {
            ObjectNode made = made(attribute, filter);
            list.add(made.setAll(read));
        } else {
            for (ObjectNode item : chosen) {
                if (whole) {
                    item.retain(keptMarks(filter));
                }
                item.setAll(read);
            }
        }
    }

    /** What an element that is replaced keeps: its type, and the marks that the path chooses it by. */
    private static Set<String> keptMarks(Filter filter) {
        Set<String> kept = new HashSet<>(Set.of("type"));
        for (Filter part : filter instanceof Filter.And and ? and.parts() : List.of(filter)) {
            if (part instanceof Filter.Compare compare && compare.operator() == Filter.Operator.EQ) {
                kept.add(compare.name().attribute().toLowerCase(Locale.ROOT));
            }
        }
        kept.retainAll(Canonical.MARKS);
        return kept;
    }

    /** The value for chosen elements: some clients send a list of one; an empty list is as blank as {@code null}. */
    private static @Nullable JsonNode one(Attribute attribute, @Nullable JsonNode value) {
        if (value == null || !value.isArray()) {
            return value;
        }
        if (value.size() > 1) {
            throw ScimException.invalidValue("the path chooses elements of '" + attribute.name()
                    + "', so the value has to be one object, but is a list of " + value.size());
        }
        return value.get(0);
    }

    private static void sub(
            ArrayNode list,
            Attribute attribute,
            Kind kind,
            PatchPath path,
            @Nullable JsonNode value,
            Set<String> unknown) {
        Attribute sub = attribute.sub(String.valueOf(path.sub()));
        if (sub == null) {
            unknown.add(attribute.name() + "." + path.sub());
            return;
        }
        JsonNode read = kind == Kind.REMOVE ? null : Canonical.value(sub, value, attribute.name() + "." + sub.name());
        if (read != null && attribute.name().equals("roles") && sub.name().equals("value")) {
            ObjectNode role = Canonical.element(
                    attribute, JsonNodeFactory.instance.objectNode().set("value", read), "roles");
            read = role == null ? null : role.get("value");
        }
        List<ObjectNode> chosen = chosen(list, path.filter());
        if (chosen.isEmpty() && read != null) {
            ObjectNode made =
                    path.filter() == null ? JsonNodeFactory.instance.objectNode() : made(attribute, path.filter());
            list.add(made);
            chosen = List.of(made);
        }
        boolean mark = sub.name().equals("primary") && read != null && read.asBoolean();
        for (ObjectNode item : mark ? oneOf(chosen) : chosen) {
            PatchTarget.set(item, sub.name(), read);
        }
    }

    /** Of several that are to be primary the one that is so already, or the first: the same request again changes nothing. */
    private static List<ObjectNode> oneOf(List<ObjectNode> chosen) {
        return chosen.stream()
                .filter(item -> item.path("primary").asBoolean())
                .findFirst()
                .or(() -> chosen.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private static List<ObjectNode> chosen(ArrayNode list, @Nullable Filter filter) {
        List<ObjectNode> chosen = new ArrayList<>();
        for (JsonNode item : list) {
            if (filter == null || FilterMatch.matches(filter, item)) {
                chosen.add((ObjectNode) item);
            }
        }
        return chosen;
    }

    /** An element of which just the filter's equalities are known. */
    private static ObjectNode made(Attribute attribute, Filter filter) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        List<Filter> parts = filter instanceof Filter.And and ? and.parts() : List.of(filter);
        for (Filter part : parts) {
            if (!(part instanceof Filter.Compare compare) || compare.operator() != Filter.Operator.EQ) {
                throw new ScimException(
                        400,
                        "noTarget",
                        "no element of '" + attribute.name()
                                + "' matches the path, and the path does not say how to make one. Use a condition with eq");
            }
            Attribute sub = attribute.sub(compare.name().attribute());
            JsonNode value =
                    sub == null ? null : Canonical.value(sub, compare.value(), attribute.name() + "." + sub.name());
            if (sub != null && value != null) {
                made.set(sub.name(), value);
            }
        }
        return made;
    }

    /** What took the mark is not there in the end: who had it before has it still. */
    private static void markAgain(ArrayNode list, Set<JsonNode> before) {
        for (JsonNode item : list) {
            if (before.stream().anyMatch(old -> identity(old).equals(identity(item)))) {
                ((ObjectNode) item).put("primary", true);
            }
        }
    }

    private static Set<JsonNode> primaries(JsonNode list) {
        Set<JsonNode> primaries = Collections.newSetFromMap(new IdentityHashMap<>());
        list.forEach(item -> {
            if (item.path("primary").asBoolean()) {
                primaries.add(item);
            }
        });
        return primaries;
    }

    /** An element that became primary takes that from the older one (RFC 7644 section 3.5.2). */
    private static void keepNewestPrimary(ArrayNode list, Set<JsonNode> before) {
        boolean fresh = false;
        for (JsonNode item : list) {
            fresh |= item.path("primary").asBoolean() && !before.contains(item);
        }
        if (fresh) {
            for (JsonNode item : list) {
                if (item.path("primary").asBoolean() && before.contains(item)) {
                    ((ObjectNode) item).put("primary", false);
                }
            }
        }
        Canonical.onePrimary(list);
    }
}
