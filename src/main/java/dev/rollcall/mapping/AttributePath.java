package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.AnyCase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled path over a source record's JSON: {@code userName}, {@code emails[type eq "work"].value},
 * {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department} (RFC 7644 section 3.10), an LDAP
 * attribute name or a Google path. Names compare without case. Immutable; reading does not parse anything.
 */
public final class AttributePath {
    private final String text;
    private final PathStep[] steps;
    private final @Nullable String flatKey;
    private final boolean oneElement;

    private AttributePath(String text, List<PathStep> steps, boolean oneElement) {
        this.text = text;
        this.oneElement = oneElement;
        this.steps = steps.toArray(PathStep[]::new);
        boolean extension = steps.size() > 1 && steps.get(0).name().indexOf(':') >= 0;
        this.flatKey = extension ? steps.get(0).name() + ":" + steps.get(1).name() : null;
    }

    /**
     * Compiles a path.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong and how paths look
     */
    public static AttributePath parse(String text) {
        String path = ComparableText.clean(text);
        return new AttributePath(path, PathParser.parse(path), false);
    }

    /**
     * The same path, of which only one element of each list counts: the first that says something, primary ones before others.
     * So the parts of an address come from one address.
     */
    AttributePath ofOneElement() {
        return new AttributePath(text, List.of(steps), true);
    }

    /** Every value at the path, as trimmed text that is not blank; elements marked primary come first. */
    public List<String> values(ObjectNode document) {
        List<String> texts = new ArrayList<>(2);
        walk(document, 0, texts);
        if (texts.isEmpty() && flatKey != null) {
            // Some clients send an extension's attribute as one key beside the core ones.
            JsonNode flat = AnyCase.get(document, flatKey);
            if (flat != null) {
                enter(flat, 1, texts);
            }
        }
        return texts;
    }

    /** The attribute that the path begins with: the part that a directory is asked for. */
    public String attribute() {
        return steps[0].name();
    }

    /** The path as it was written. */
    public String text() {
        return text;
    }

    private void walk(JsonNode node, int depth, List<String> texts) {
        if (depth == steps.length) {
            Json.texts(node, texts);
        } else if (node.isArray()) {
            elements(node, null, depth, texts);
        } else if (node.isObject()) {
            JsonNode child = AnyCase.get(node, steps[depth].name());
            if (child != null) {
                enter(child, depth, texts);
            }
        } else if (depth > 0 && depth == steps.length - 1 && steps[depth].name().equalsIgnoreCase("value")) {
            // E-mails or roles sent as plain text instead of objects.
            Json.texts(node, texts);
        }
    }

    private void enter(JsonNode child, int depth, List<String> texts) {
        ElementTest test = steps[depth].test();
        if (test == null) {
            walk(child, depth + 1, texts);
        } else if (child.isArray()) {
            elements(child, test, depth + 1, texts);
        } else if (test.matches(child)) {
            walk(child, depth + 1, texts);
        }
    }

    private void elements(JsonNode list, @Nullable ElementTest test, int depth, List<String> texts) {
        boolean[] found = new boolean[1];
        Json.primaryFirst(list, element -> {
            if (!found[0] && (test == null || test.matches(element))) {
                found[0] = oneElement && Json.speaks(element);
                walk(element, depth, texts);
            }
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
