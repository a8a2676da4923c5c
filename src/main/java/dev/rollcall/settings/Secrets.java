package dev.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Keeps secrets inside: what leaves shows that a secret is set, never the secret. */
final class Secrets {
    /** Stands for a secret that is set. Sent back in a patch it means: unchanged. */
    static final String MASK = "***";

    private Secrets() {}

    /** The tree with {@link #MASK} for every secret that is set. */
    static ObjectNode masked(ObjectNode tree) {
        return replaced(tree, (path, secret) -> MASK);
    }

    /** The tree with a placeholder for every secret that is set, named after its key: fit for a file. */
    static ObjectNode asPlaceholders(ObjectNode tree) {
        return replaced(
                tree, (path, secret) -> "${" + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_") + "}");
    }

    /** A patch as it is stored: tokens of sources, which are only compared, as hashes; masks that came back are left out. Changes {@code patch}. */
    static void close(ObjectNode patch) {
        walk(KnownKeys.ROOT, patch, "rollcall", (path, secret) -> {
            if (secret.equals(MASK)) {
                return null;
            }
            return path.startsWith("rollcall.sources.") && path.endsWith(".token") && !secret.isEmpty()
                    ? TokenHash.marked(secret)
                    : secret;
        });
    }

    /** Keys whose value is the mask of an export, which anybody could guess. */
    static List<String> masks(ObjectNode tree) {
        List<String> found = new ArrayList<>();
        walk(KnownKeys.ROOT, tree.deepCopy(), "rollcall", (path, secret) -> {
            if (secret.equals(MASK)) {
                found.add(path
                        + " is the mask of an answer, not a secret. Write the secret, or a placeholder as in ${NAME}.");
            }
            return secret;
        });
        return found;
    }

    /** The patch without what it says of secrets, and without the blocks that are empty then. */
    static ObjectNode without(ObjectNode patch) {
        ObjectNode copy = patch.deepCopy();
        remove(KnownKeys.ROOT, copy);
        return copy;
    }

    private static void remove(Key key, ObjectNode object) {
        Key here =
                key instanceof Key.ByKind kinds ? kinds.of(object.path("kind").asText("")) : key;
        for (String name :
                List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList())) {
            Key below = here instanceof Key.Fixed fixed ? fixed.keys().get(name) : ((Key.Named) here).of();
            JsonNode value = object.get(name);
            if (below == Key.Value.SECRET || below == Key.Value.DATABASE_URL && mayHoldPassword(value.asText(""))) {
                object.remove(name);
            } else if (value instanceof ObjectNode inner
                    && (below instanceof Key.Fixed || below instanceof Key.Named || below instanceof Key.ByKind)) {
                remove(below, inner);
                if (inner.isEmpty()) {
                    object.remove(name);
                }
            }
        }
    }

    private static ObjectNode replaced(ObjectNode tree, BiFunction<String, String, String> change) {
        ObjectNode copy = tree.deepCopy();
        walk(
                KnownKeys.ROOT,
                copy,
                "rollcall",
                (path, secret) -> secret.isEmpty() ? secret : change.apply(path, secret));
        return copy;
    }

    private interface Change {
        @Nullable
        String apply(String path, String secret);
    }

    private static void walk(Key key, JsonNode node, String path, Change change) {
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        Key here =
                key instanceof Key.ByKind kinds ? kinds.of(object.path("kind").asText("")) : key;
        for (String name :
                List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList())) {
            Key below = here instanceof Key.Fixed fixed ? fixed.keys().get(name) : ((Key.Named) here).of();
            JsonNode value = object.get(name);
            if (below == Key.Value.SECRET || below == Key.Value.DATABASE_URL && mayHoldPassword(value.asText())) {
                if (!value.isNull()) {
                    String changed = change.apply(path + "." + name, value.asText());
                    if (changed == null) {
                        object.remove(name);
                    } else {
                        object.set(name, TextNode.valueOf(changed));
                    }
                }
            } else if (below instanceof Key.Fixed || below instanceof Key.Named || below instanceof Key.ByKind) {
                walk(below, value, path + "." + name, change);
            }
        }
    }

    private static boolean mayHoldPassword(String url) {
        return url.contains("@") || url.toLowerCase(Locale.ROOT).contains("password") || url.equals(MASK);
    }
}
