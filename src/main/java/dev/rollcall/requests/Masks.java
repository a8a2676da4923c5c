package dev.rollcall.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Leaves of a request what explains it, names and forms, and masks what it says about a person. */
final class Masks {
    /** These say how a value is meant, or what is asked for, and nothing about anybody. */
    private static final Set<String> PLAIN =
            Set.of("schemas", "op", "path", "type", "primary", "active", "method", "bulkid");

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"?");
    private static final int LONGEST = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private Masks() {}

    /** The first letter and how long the text is; that it was empty matters most and shows. */
    static String text(String text) {
        if (text.isEmpty()) {
            return "";
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first) + "•••";
    }

    /** The query, decoded, with every quoted value masked. */
    static @Nullable String query(@Nullable String query) {
        if (query == null) {
            return null;
        }
        String cut = query.length() > LONGEST ? query.substring(0, LONGEST) : query;
        String decoded;
        try {
            decoded = URLDecoder.decode(cut, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "(not encoded rightly)";
        }
        return quoted(decoded);
    }

    private static String quoted(String text) {
        return QUOTED.matcher(text).replaceAll(found -> Matcher.quoteReplacement('"' + text(found.group(1)) + '"'));
    }

    /** The body with every text masked that may tell of a person. */
    static @Nullable String body(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return null;
        }
        try {
            return PRETTY.writeValueAsString(masked(JSON.readTree(body), "", false));
        } catch (IOException e) {
            return null;
        }
    }

    private static JsonNode masked(JsonNode node, String name, boolean inRole) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            boolean role = inRole
                    || object.path("path").asText("").toLowerCase(Locale.ROOT).startsWith("roles");
            object.properties()
                    .forEach(entry -> copy.set(
                            entry.getKey(), masked(entry.getValue(), entry.getKey(), role || isRole(entry.getKey()))));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = JSON.createArrayNode();
            list.forEach(element -> copy.add(masked(element, name, inRole)));
            return copy;
        }
        if (name.toLowerCase(Locale.ROOT).contains("password")) {
            return TextNode.valueOf("•••");
        }
        if (node.isBoolean() || node.isNull()) {
            return node;
        }
        if (PLAIN.contains(name.toLowerCase(Locale.ROOT))) {
            return TextNode.valueOf(quoted(node.asText()));
        }
        // The name of a role is what an admin looks for here, and tells nothing about a person.
        return inRole ? node : TextNode.valueOf(text(node.asText()));
    }

    private static boolean isRole(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith("roles");
    }

    /** The sentence of a SCIM error. */
    static @Nullable String detail(byte @Nullable [] answer) {
        if (answer == null) {
            return null;
        }
        try {
            JsonNode detail = JSON.readTree(answer).path("detail");
            return detail.isTextual() ? detail.asText() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
