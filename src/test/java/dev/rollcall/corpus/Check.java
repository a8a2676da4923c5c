package dev.rollcall.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The language of the scenarios' checks, apart from prose. */
final class Check {
    private static final Pattern HEADER = Pattern.compile("header ([\\w-]+) (exists|contains (.+))");
    private static final Pattern PLACE =
            Pattern.compile("((?:\\$|member)(?:\\.[\\w$-]+|\\['[^']*'\\]|\\[\\d+\\]|\\[\\?\\([^\\]]*\\)\\])*)\\s+(.+)");
    private static final Pattern LENGTH = Pattern.compile("length (<=\\s*)?(\\d+)");

    private Check() {}

    /**
     * Whether the check holds.
     *
     * @throws IllegalArgumentException if the language has no such check
     */
    static boolean holds(String check, Seen seen) {
        if (check.equals("body is empty")) {
            return seen.answer().text().isBlank();
        }
        if (check.startsWith("no null values")) {
            return !JsonPlace.hasNull(seen.body());
        }
        Matcher header = HEADER.matcher(check);
        if (header.matches()) {
            return header(seen.answer().header(header.group(1)), header.group(3));
        }
        Matcher place = PLACE.matcher(check);
        if (!place.matches()) {
            throw new IllegalArgumentException("no such check: " + check);
        }
        String path = place.group(1);
        JsonNode value = path.startsWith("member")
                ? JsonPlace.look(seen.member(), "$" + path.substring("member".length()))
                : JsonPlace.look(seen.body(), path);
        // A filter that finds one entry gives the entry itself.
        boolean entry = path.endsWith(")]") && value.isObject();
        String rest = place.group(2);
        return compare(
                entry && rest.startsWith("length")
                        ? JsonPlace.JSON.createArrayNode().add(value)
                        : value,
                rest);
    }

    private static boolean header(@Nullable String value, @Nullable String part) {
        return value != null && (part == null || value.contains(part.replace("\"", "")));
    }

    private static boolean compare(JsonNode value, String rest) {
        Matcher length = LENGTH.matcher(rest);
        if (length.matches()) {
            int wanted = Integer.parseInt(length.group(2));
            int size = value.isTextual() ? value.textValue().length() : value.size();
            return length.group(1) == null ? size == wanted : size <= wanted;
        }
        if (rest.startsWith("contains ")) {
            return contains(value, JsonPlace.json(rest.substring(9)));
        }
        if (rest.startsWith("in ")) {
            return contains(JsonPlace.json(rest.substring(3)), value);
        }
        if (rest.startsWith("== ")) {
            JsonNode wanted = JsonPlace.json(rest.substring(3));
            return value.isMissingNode() ? JsonPlace.blank(wanted) : value.equals(wanted);
        }
        if (rest.startsWith("!= ")) {
            return !value.equals(JsonPlace.json(rest.substring(3)));
        }
        return switch (rest) {
            case "exists" -> !value.isMissingNode();
            case "absent", "absent or empty" -> JsonPlace.blank(value) || value.isNull();
            case "not empty" -> !JsonPlace.blank(value);
            case "is non-empty string" -> value.isTextual() && !JsonPlace.blank(value);
            case "is integer" -> value.isIntegralNumber();
            case "is string" -> value.isTextual();
            case "is array" -> value.isArray();
            case "is object" -> value.isObject();
            case "is boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("no such check: " + rest);
        };
    }

    private static boolean contains(JsonNode whole, JsonNode part) {
        if (whole.isTextual()) {
            return whole.textValue().contains(part.textValue());
        }
        for (JsonNode element : whole) {
            if (element.equals(part)) {
                return true;
            }
        }
        return false;
    }
}
