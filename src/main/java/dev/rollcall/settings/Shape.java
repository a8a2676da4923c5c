package dev.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.convert.DurationStyle;

/**
 * Brings a tree into the shape that {@link KnownKeys} describe: text becomes numbers and flags, an empty text in a list's
 * place an empty list, one value in a list's place a list. Collects what does not fit.
 */
final class Shape {
    private static final String ROOT = "rollcall";

    private final List<String> problems = new ArrayList<>();

    private final boolean patch;

    private Shape(boolean patch) {
        this.patch = patch;
    }

    /**
     * A tree in shape, and what was wrong with it.
     *
     * @param tree what could be understood
     * @param problems one text each
     */
    record Shaped(ObjectNode tree, List<String> problems) {}

    /** Shapes a whole tree. */
    static Shaped of(ObjectNode tree) {
        return new Shape(false).shape(tree);
    }

    /** Shapes a merge patch, in which {@code null} stays and a source need not repeat its kind. */
    static Shaped ofPatch(ObjectNode patch) {
        return new Shape(true).shape(patch);
    }

    private Shaped shape(ObjectNode tree) {
        ObjectNode shaped = (ObjectNode) fixed(KnownKeys.ROOT, tree, ROOT);
        return new Shaped(shaped, problems);
    }

    private JsonNode shaped(Key key, JsonNode node, String path) {
        if (node.isNull()) {
            return node;
        }
        if (key instanceof Key.Fixed fixed) {
            return fixed(fixed, node, path);
        }
        if (key instanceof Key.Named named) {
            return named(named, node, path);
        }
        if (key instanceof Key.ByKind kinds) {
            return byKind(kinds, node, path);
        }
        return key instanceof Key.ListOf list ? list(list, node, path) : value((Key.Value) key, node, path);
    }

    private JsonNode fixed(Key.Fixed fixed, JsonNode node, String path) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!(node instanceof ObjectNode object)) {
            notAnObject(node, path);
            return result;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Key key = fixed.keys().get(entry.getKey());
            String below = path + "." + entry.getKey();
            if (key == null) {
                problems.add(
                        UnknownKey.sentence(path, entry.getKey(), fixed.keys().keySet()));
            } else {
                result.set(entry.getKey(), shaped(key, entry.getValue(), below));
            }
        }
        return result;
    }

    private JsonNode named(Key.Named named, JsonNode node, String path) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!(node instanceof ObjectNode object)) {
            notAnObject(node, path);
            return result;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String below = path + "." + entry.getKey();
            result.set(entry.getKey(), shaped(named.of(), entry.getValue(), below));
        }
        return result;
    }

    private JsonNode byKind(Key.ByKind kinds, JsonNode node, String path) {
        // A merge patch need not repeat the kind: then any kind's keys will do, and the whole is judged when it is
        // merged.
        String kind = node.path("kind").asText("").strip();
        if (!kind.isEmpty() && !kinds.kinds().containsKey(kind)) {
            problems.add(path + ".kind must be one of "
                    + String.join(", ", new TreeSet<>(kinds.kinds().keySet())) + "; not '" + kind + "'.");
        }
        String judged = kind.isEmpty() && !patch ? kinds.usual() : kind;
        return fixed(kinds.of(judged), ofKind(kinds, judged, node, path), path);
    }

    /** The keys that the kind may have: one that only other kinds have is no slip of the keyboard, but does not fit. */
    private JsonNode ofKind(Key.ByKind kinds, String kind, JsonNode node, String path) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        Set<String> elsewhere = new TreeSet<>(kinds.of("").keys().keySet());
        elsewhere.removeAll(kinds.of(kind).keys().keySet());
        elsewhere.retainAll(object.properties().stream().map(Map.Entry::getKey).toList());
        for (String key : elsewhere) {
            problems.add(path + "." + key + " is no setting of the kind '" + kind + "'. Remove it, or correct " + path
                    + ".kind.");
        }
        return object.deepCopy().without(elsewhere);
    }

    private JsonNode list(Key.ListOf list, JsonNode node, String path) {
        var result = JsonNodeFactory.instance.arrayNode();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                result.add(element(list.of(), node.get(i), path + "[" + i + "]"));
            }
        } else if (!isEmptyText(node)) {
            result.add(shaped(list.of(), node, path));
        }
        return result;
    }

    private JsonNode element(Key key, JsonNode node, String path) {
        if (node.isNull()) {
            problems.add(path + " is null. Write a value there, or leave it out of the list.");
            return TextNode.valueOf("");
        }
        return shaped(key, node, path);
    }

    private JsonNode value(Key.Value value, JsonNode node, String path) {
        if (!isStorable(node)) {
            problems.add(path
                    + " holds the character U+0000 or half of a surrogate pair, which no text can have. Remove it.");
            return TextNode.valueOf("");
        }
        if (value == Key.Value.ANY) {
            return node;
        }
        if (node.isContainerNode()) {
            problems.add(path + " must be one value, not a " + (node.isArray() ? "list" : "block")
                    + ". Write it in one line.");
            return TextNode.valueOf("");
        }
        String text = node.asText().strip();
        return switch (value) {
            case FLAG -> flag(text, path);
            case NUMBER -> number(text, 0, path);
            case COUNT -> number(text, 1, path);
            case DURATION -> duration(text, path);
            case SECRET -> TextNode.valueOf(node.asText());
            case ADDRESS -> {
                SafeUrls.fault(text).ifPresent(fault -> problems.add(path + fault));
                yield TextNode.valueOf(text);
            }
            default -> TextNode.valueOf(text);
        };
    }

    private JsonNode flag(String text, String path) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> BooleanNode.TRUE;
            case "false", "no", "off" -> BooleanNode.FALSE;
            case "" -> JsonNodeFactory.instance.nullNode();
            default -> {
                problems.add(path + " must be true or false, not '" + text + "'.");
                yield BooleanNode.FALSE;
            }
        };
    }

    private JsonNode number(String text, int least, String path) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        problems.add(path + " must be a whole number from " + least + " to 999999999, not '" + text + "'.");
        return IntNode.valueOf(1);
    }

    private JsonNode duration(String text, String path) {
        try {
            // A bare number would be milliseconds, and who writes 2 means seconds; 0 is 0.
            if (!text.isEmpty()
                    && !text.matches("[+]?0*[1-9]\\d*")
                    && !DurationStyle.detectAndParse(text).isNegative()) {
                return TextNode.valueOf(text);
            }
        } catch (IllegalArgumentException e) {
            // Named below together with the negative ones.
        }
        if (!text.isEmpty()) {
            problems.add(path + " must be a time with its unit, such as 2s, 500ms or PT2S, not '" + text + "'.");
        }
        return JsonNodeFactory.instance.nullNode();
    }

    private void notAnObject(JsonNode node, String path) {
        if (!isEmptyText(node)) {
            problems.add(path + " must be a block of keys. See docs/settings.md for those it takes.");
        }
    }

    /** PostgreSQL takes no U+0000: a role with it would keep Rollcall from starting again. Names in blocks count too. */
    private static boolean isStorable(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object.propertyStream()
                    .allMatch(entry -> isStorable(entry.getKey()) && isStorable(entry.getValue()));
        }
        return node.isArray() ? node.valueStream().allMatch(Shape::isStorable) : isStorable(node.asText());
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isEmptyText(JsonNode node) {
        return node.isTextual() && node.asText().isBlank();
    }
}
