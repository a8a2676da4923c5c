package dev.rollcall.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of checks: {@code $.a['urn:b'][0][?(@.type=="work")]}. */
final class JsonPlace {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_$][\\w$-]*)|\\['([^']*)'\\]|\\[(\\d+)\\]"
            + "|\\[\\?\\(@\\.(\\w+)\\s*==\\s*(\"[^\"]*\"|true|false|\\d+)\\)\\]");

    private JsonPlace() {}

    /** What is there, or a missing node. A filter that finds one entry gives the entry, one that finds several the list. */
    static JsonNode look(JsonNode value, String path) {
        JsonNode at = value;
        Matcher step = STEP.matcher(path);
        int end = 1;
        while (end < path.length()) {
            if (!step.find(end) || step.start() != end) {
                throw new IllegalArgumentException("path " + path);
            }
            end = step.end();
            if (step.group(1) != null) {
                at = at.path(step.group(1));
            } else if (step.group(2) != null) {
                at = at.path(step.group(2));
            } else if (step.group(3) != null) {
                at = at.path(Integer.parseInt(step.group(3)));
            } else {
                at = select(at, step.group(4), json(step.group(5)));
            }
        }
        return at;
    }

    private static JsonNode select(JsonNode list, String name, JsonNode wanted) {
        ArrayNode hits = JSON.createArrayNode();
        if (list.isArray()) {
            list.forEach(element -> {
                if (element.path(name).equals(wanted)) {
                    hits.add(element);
                }
            });
        }
        return hits.isEmpty() ? MissingNode.getInstance() : hits.size() == 1 ? hits.get(0) : hits;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Whether there is a null in it, however deep. */
    static boolean hasNull(JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        for (JsonNode child : value) {
            if (hasNull(child)) {
                return true;
            }
        }
        return false;
    }

    /** Missing, or empty text, list or object. */
    static boolean blank(JsonNode value) {
        return value.isMissingNode()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isEmpty();
    }
}
