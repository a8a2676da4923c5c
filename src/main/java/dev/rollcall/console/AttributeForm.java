package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.AttributeDefaults;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attribute mapping of a source as a form: one row a member field; and back as a patch of what was changed. */
final class AttributeForm {
    /** About so many characters of a path fit into a line. */
    private static final int LINE = 34;

    private AttributeForm() {}

    /**
     * A row.
     *
     * @param key the key under {@code attributes}, as settings spell it
     * @param defaults the paths that apply while nothing else is entered
     * @param from paths, one a line; empty: the default ones
     * @param transform names of transforms, one a line
     * @param lookup {@code sent = kept}, one a line
     * @param fallback the value for users without one
     * @param off whether the field is not mapped at all
     */
    record Row(
            String key,
            String label,
            boolean mandatory,
            List<String> defaults,
            String from,
            String transform,
            String lookup,
            String fallback,
            boolean off) {
        /** Whether it differs from the default mapping. */
        public boolean isOwn() {
            return off || !(from + transform + lookup + fallback).isEmpty();
        }

        /** The name under which the form sends it. */
        public String param() {
            return "f." + key;
        }

        /** How many lines the paths need. */
        public int lines() {
            return Math.max(
                    1,
                    (from.isEmpty() ? defaultText() : from)
                            .lines()
                            .mapToInt(path -> 1 + path.length() / LINE)
                            .sum());
        }

        /** The paths that apply while nothing else is entered, one a line. */
        public String defaultText() {
            return String.join("\n", defaults);
        }
    }

    /** The rows for the settings in force. */
    static List<Row> rows(RollcallSettings settings, String sourceId) {
        Map<String, JsonNode> entries = entries(settings, sourceId);
        List<Row> rows = new ArrayList<>();
        AttributeDefaults.of(settings, sourceId).forEach((field, defaults) -> {
            String key = entries.keySet().stream()
                    .filter(known -> squash(known).equals(squash(field)))
                    .findFirst()
                    .orElse(field);
            rows.add(row(key, Member.label(field), mandatory(settings, field), defaults, entries.get(key)));
        });
        return rows;
    }

    /** The rows as the form has them. */
    static List<Row> rows(List<Row> known, Map<String, String> form) {
        return known.stream()
                .map(row -> !form.containsKey(row.param() + ".from")
                        ? row
                        : new Row(
                                row.key(),
                                row.label(),
                                row.mandatory(),
                                row.defaults(),
                                FormText.lines(form.get(row.param() + ".from")),
                                FormText.lines(form.get(row.param() + ".transform")),
                                FormText.lines(form.get(row.param() + ".lookup")),
                                FormText.text(form.get(row.param() + ".default")),
                                form.containsKey(row.param() + ".off")))
                .toList();
    }

    /** The patch of the settings that brings the changed rows in; empty if none was changed. */
    static ObjectNode patch(String sourceId, List<Row> known, List<Row> wanted) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < known.size(); i++) {
            if (!known.get(i).equals(wanted.get(i))) {
                attributes.set(wanted.get(i).key(), entry(wanted.get(i), known.get(i)));
            }
        }
        if (!attributes.isEmpty()) {
            patch.putObject("sources").putObject(sourceId).set("attributes", attributes);
        }
        return patch;
    }

    private static Row row(
            String key, String label, boolean mandatory, List<String> defaults, @Nullable JsonNode entry) {
        if (entry == null) {
            return new Row(key, label, mandatory, defaults, "", "", "", "", false);
        }
        JsonNode from = entry.isObject() ? entry.path("from") : entry;
        String paths = String.join("\n", texts(from));
        List<String> pairs = new ArrayList<>();
        entry.path("lookup")
                .properties()
                .forEach(pair ->
                        pairs.add(pair.getKey() + " = " + pair.getValue().asText()));
        String fallback = entry.path("default").asText("");
        return new Row(
                key,
                label,
                mandatory,
                defaults,
                paths,
                String.join("\n", texts(entry.path("transform"))),
                String.join("\n", pairs),
                fallback,
                paths.isEmpty() && fallback.isEmpty());
    }

    /** An entry in its shortest form; {@code null} takes the entry away, so that the default shows again. */
    private static JsonNode entry(Row row, Row before) {
        List<String> paths = row.from().lines().toList();
        if (row.off()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!row.isOwn()) {
            return JsonNodeFactory.instance.nullNode();
        }
        boolean plain = (row.transform() + row.lookup() + row.fallback()).isEmpty();
        boolean wasLong = !(before.transform() + before.lookup() + before.fallback()).isEmpty();
        if (plain && !wasLong) {
            return paths.size() == 1 ? JsonNodeFactory.instance.textNode(paths.get(0)) : list(paths);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.set("from", list(paths.isEmpty() ? row.defaults() : paths));
        entry.set("transform", list(row.transform().lines().toList()));
        Map<String, String> lookup = FormText.pairs(row.lookup());
        ObjectNode pairs = entry.putObject("lookup");
        // Objects merge key by key: what was there and is not wanted any more has to be taken out by name.
        FormText.pairs(before.lookup()).keySet().stream()
                .filter(key -> !lookup.containsKey(key))
                .forEach(pairs::putNull);
        lookup.forEach(pairs::put);
        return entry.put("default", row.fallback());
    }

    private static Map<String, JsonNode> entries(RollcallSettings settings, String sourceId) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        Source source = settings.sources().get(sourceId);
        if (source != null) {
            source.attributes().forEach((key, value) -> {
                if (key.equals("custom") && value.isObject()) {
                    value.properties().forEach(inner -> entries.put(Member.CUSTOM + inner.getKey(), inner.getValue()));
                } else {
                    entries.put(key, value);
                }
            });
        }
        return entries;
    }

    private static boolean mandatory(RollcallSettings settings, String field) {
        return List.of("email", "last_name", "role").contains(field)
                || settings.customFields().stream()
                        .anyMatch(custom -> custom.mandatory() && field.equals(Member.CUSTOM + custom.name()));
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asText()));
        }
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }

    private static ArrayNode list(List<String> texts) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    private static String squash(String key) {
        return key.replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
