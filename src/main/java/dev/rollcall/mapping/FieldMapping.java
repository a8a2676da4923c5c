package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a member field's values come from. Written as a path, as a list of paths of which the first that is not empty
 * wins, or as {@code {from: [a, b], transform: [trim], lookup: {HQ: London}, default: x}}. An empty entry maps nothing,
 * which switches a default mapping off.
 */
final class FieldMapping {
    private static final Set<String> KEYS = Set.of("from", "transform", "lookup", "default");

    private final List<AttributePath> paths;
    private final List<Transform> transforms;
    private final Map<String, String> lookup;
    private final @Nullable String fallback;
    private final @Nullable AttributePath firstAlone;

    private FieldMapping(
            List<AttributePath> paths,
            @Nullable AttributePath firstAlone,
            List<Transform> transforms,
            Map<String, String> lookup,
            @Nullable String fallback) {
        this.paths = paths;
        this.firstAlone = firstAlone;
        this.transforms = transforms;
        this.lookup = lookup;
        this.fallback = fallback;
    }

    /** A mapping that maps nothing. */
    static FieldMapping none() {
        return ofPaths(List.of());
    }

    /** A mapping by paths alone. */
    static FieldMapping ofPaths(List<String> paths) {
        return new FieldMapping(paths.stream().map(AttributePath::parse).toList(), null, List.of(), Map.of(), null);
    }

    /** The same mapping, whose values come from one element of a list: see {@link AttributePath#ofOneElement}. */
    FieldMapping ofOneElement() {
        return new FieldMapping(
                paths.stream().map(AttributePath::ofOneElement).toList(), firstAlone, transforms, lookup, fallback);
    }

    /** The same mapping, of which only the first path counts where the document has a value at {@code path}. */
    FieldMapping firstAloneWhere(String path) {
        return new FieldMapping(paths, AttributePath.parse(path), transforms, lookup, fallback);
    }

    /**
     * Compiles a settings entry.
     *
     * @param key the settings key, for the message
     * @throws SettingsProblem for an entry that is none
     */
    static FieldMapping of(String key, JsonNode entry) {
        try {
            if (!entry.isObject()) {
                return ofPaths(texts(entry));
            }
            entry.fieldNames().forEachRemaining(name -> {
                if (!KEYS.contains(name)) {
                    throw new IllegalArgumentException(
                            "'" + name + "' is not known here. Use from, transform, lookup and default.");
                }
            });
            String fallback = ComparableText.clean(value("default", entry.path("default")));
            return new FieldMapping(
                    texts(entry.path("from")).stream().map(AttributePath::parse).toList(),
                    null,
                    texts(entry.path("transform")).stream()
                            .map(Transform::parse)
                            .toList(),
                    lookup(entry.path("lookup")),
                    fallback.isEmpty() ? null : fallback);
        } catch (SettingsProblem e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(key, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> lookup(JsonNode table) {
        boolean isEmpty = table.isMissingNode()
                || table.isNull()
                || table.isTextual() && table.asText().isBlank();
        if (!isEmpty && !table.isObject()) {
            throw new IllegalArgumentException(
                    "lookup must be a block of values and what stands for them, such as {HQ: London}");
        }
        Map<String, String> lookup = new HashMap<>();
        table.properties()
                .forEach(pair -> lookup.put(
                        ComparableText.fold(pair.getKey()),
                        ComparableText.clean(value("lookup." + pair.getKey(), pair.getValue()))));
        return Map.copyOf(lookup);
    }

    private static String value(String name, JsonNode node) {
        if (node.isContainerNode()) {
            throw new IllegalArgumentException(name + " must be one value, not " + node);
        }
        return node.isNull() ? "" : node.asText();
    }

    private static List<String> texts(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node.isArray() ? node : List.of(node)) {
            if (!element.isTextual()) {
                throw new IllegalArgumentException("a text or a list of texts belongs here, not " + element);
            }
            if (!element.asText().isBlank()) {
                texts.add(element.asText());
            }
        }
        return texts;
    }

    /** The attributes that the paths begin with. */
    List<String> attributes() {
        return paths.stream().map(AttributePath::attribute).toList();
    }

    /** Reads the field's values from a document. */
    Reading read(ObjectNode document) {
        for (AttributePath path : paths) {
            List<String> values = path.values(document);
            if (!values.isEmpty()) {
                return changed(values, path);
            }
            if (firstAlone != null && !firstAlone.values(document).isEmpty()) {
                break;
            }
        }
        return fallback(attribute());
    }

    private Reading changed(List<String> sent, AttributePath path) {
        List<String> values = sent;
        List<String> faults = transforms.isEmpty() ? List.of() : new ArrayList<>(0);
        for (Transform transform : transforms) {
            values = transform.apply(values, faults);
        }
        if (!lookup.isEmpty()) {
            values = values.stream()
                    .map(value -> lookup.getOrDefault(ComparableText.fold(value), value))
                    .filter(value -> !value.isEmpty())
                    .toList();
        }
        return values.isEmpty() && faults.isEmpty()
                ? fallback(path.text())
                : new Reading(values, Origin.source(path.text()), path.text(), faults);
    }

    private Reading fallback(@Nullable String attribute) {
        List<String> values = fallback == null ? List.of() : List.of(fallback);
        return new Reading(values, Origin.of(Origin.Kind.DEFAULT), attribute, List.of());
    }

    /** The value for users of whom the source sends none. */
    @Nullable
    String defaultValue() {
        return fallback;
    }

    /** The paths, the first one first. */
    List<String> pathTexts() {
        return paths.stream().map(AttributePath::text).toList();
    }

    /** The path that an admin should fill, or {@code null} where nothing is mapped. */
    @Nullable
    String attribute() {
        return paths.isEmpty() ? null : paths.get(0).text();
    }

    /**
     * What a document says of a field.
     *
     * @param values the values, none of them blank
     * @param origin where they came from
     * @param attribute the path that was read, or should be filled
     * @param faults what the transforms could not read, in words
     */
    record Reading(
            List<String> values, Origin origin, @Nullable String attribute, List<String> faults) {
        /** Whether the source was silent, and the default fills in; a default that no path goes before is meant for everybody. */
        boolean isFilledIn() {
            return origin.kind() == Origin.Kind.DEFAULT && attribute != null;
        }
    }
}
