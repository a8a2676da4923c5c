package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.DirectoryFields.Field;
import dev.rollcall.console.DirectoryFields.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings of a source that Rollcall reads as a form, and what was changed in it as a patch. */
final class DirectoryForm {
    private DirectoryForm() {}

    /**
     * A setting with its value.
     *
     * @param value as it is entered; of a secret always empty
     * @param set whether a secret is there
     */
    record Input(Field field, String value, boolean set) {
        /** The name under which the form sends it. */
        public String name() {
            return "d." + field.key();
        }

        /** How many lines it needs. */
        public int lines() {
            return Math.max(2, (int) value.lines().count());
        }
    }

    /** Settings that belong together, with their values. */
    record Part(String title, List<Input> inputs) {}

    /** The form of a source whose settings, with all defaults and masked secrets, are {@code source}. */
    static List<Part> parts(String kind, JsonNode source) {
        return DirectoryFields.of(kind).stream()
                .map(part -> new Part(
                        part.title(),
                        part.fields().stream()
                                .map(field -> input(field, source))
                                .toList()))
                .toList();
    }

    private static Input input(Field field, JsonNode source) {
        JsonNode value = source.at("/" + field.key().replace('.', '/'));
        boolean secret = field.shape() == Shape.SECRET;
        return new Input(
                field,
                secret ? "" : text(field, value),
                secret && !value.asText().isEmpty());
    }

    private static String text(Field field, JsonNode value) {
        return switch (field.shape()) {
            case LINES -> {
                List<String> lines = new ArrayList<>();
                value.forEach(line -> lines.add(line.asText()));
                yield String.join("\n", lines);
            }
            case PAIRS -> {
                List<String> lines = new ArrayList<>();
                value.properties()
                        .forEach(pair -> lines.add(
                                pair.getKey() + " = " + pair.getValue().asText()));
                yield String.join("\n", lines);
            }
            default -> value.asText();
        };
    }

    /** The form as it was sent. */
    static List<Part> parts(List<Part> known, Map<String, String> form) {
        return known.stream()
                .map(part -> new Part(
                        part.title(),
                        part.inputs().stream()
                                .map(input -> new Input(
                                        input.field(),
                                        FormText.lines(form.getOrDefault(input.name(), input.value())),
                                        input.set()))
                                .toList()))
                .toList();
    }

    /** The patch of the settings that brings what differs in; empty if nothing does. */
    static ObjectNode patch(String sourceId, List<Part> known, List<Part> wanted) {
        ObjectNode source = changes(known, wanted);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        if (!source.isEmpty()) {
            patch.putObject("sources").set(sourceId, source);
        }
        return patch;
    }

    /** The patch that makes a new source. */
    static ObjectNode making(String sourceId, String kind, List<Part> empty, List<Part> wanted) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode source = patch.putObject("sources").putObject(sourceId);
        source.put("kind", kind);
        source.setAll(changes(empty, wanted));
        return patch;
    }

    private static ObjectNode changes(List<Part> known, List<Part> wanted) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        for (int part = 0; part < known.size(); part++) {
            for (int i = 0; i < known.get(part).inputs().size(); i++) {
                Input before = known.get(part).inputs().get(i);
                Input after = wanted.get(part).inputs().get(i);
                if (!after.value().equals(before.value())) {
                    put(source, after.field(), before.value(), after.value());
                }
            }
        }
        return source;
    }

    private static void put(ObjectNode source, Field field, String before, String after) {
        String[] path = field.key().split("\\.", -1);
        ObjectNode at = source;
        for (int i = 0; i < path.length - 1; i++) {
            at = at.withObjectProperty(path[i]);
        }
        at.set(path[path.length - 1], value(field.shape(), before, after));
    }

    private static JsonNode value(Shape shape, String before, String after) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (shape) {
            case NUMBER -> after.isEmpty() ? json.nullNode() : json.textNode(after);
            case LINES -> {
                ArrayNode lines = json.arrayNode();
                after.lines().forEach(lines::add);
                yield lines;
            }
            case PAIRS -> {
                ObjectNode pairs = json.objectNode();
                Map<String, String> wanted = FormText.pairs(after);
                // Objects merge key by key: what is not wanted any more has to be taken out by name.
                FormText.pairs(before).keySet().stream()
                        .filter(key -> !wanted.containsKey(key))
                        .forEach(pairs::putNull);
                wanted.forEach(pairs::put);
                yield pairs;
            }
            default -> json.textNode(after);
        };
    }
}
