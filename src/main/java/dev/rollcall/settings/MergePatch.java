package dev.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/** JSON merge patch (RFC 7396) as settings use it. */
final class MergePatch {
    private MergePatch() {}

    /** Merges {@code over} into {@code target}: objects key by key, everything else replaces. Changes {@code target}. */
    static void merge(ObjectNode target, ObjectNode over) {
        over.properties().forEach(entry -> {
            JsonNode below = target.get(entry.getKey());
            if (below instanceof ObjectNode lower && entry.getValue() instanceof ObjectNode upper) {
                merge(lower, upper);
            } else {
                target.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    /**
     * Applies a patch to stored overrides. {@code null} takes an override away, so that the base shows again; an object that
     * is empty afterwards goes too. Changes {@code overrides}.
     */
    static void apply(ObjectNode overrides, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            String key = entry.getKey();
            if (entry.getValue().isNull()) {
                overrides.remove(key);
            } else if (entry.getValue() instanceof ObjectNode change) {
                ObjectNode child = overrides.get(key) instanceof ObjectNode there ? there : overrides.objectNode();
                apply(child, change);
                if (child.isEmpty() && !change.isEmpty()) {
                    overrides.remove(key);
                } else {
                    overrides.set(key, child);
                }
            } else {
                overrides.set(key, entry.getValue().deepCopy());
            }
        });
    }

    /** The patch that turns {@code from} into {@code to}. */
    static ObjectNode between(ObjectNode from, ObjectNode to) {
        ObjectNode patch = from.objectNode();
        from.fieldNames().forEachRemaining(key -> {
            if (!to.has(key)) {
                patch.putNull(key);
            }
        });
        to.properties().forEach(entry -> {
            JsonNode before = from.get(entry.getKey());
            if (before instanceof ObjectNode old && entry.getValue() instanceof ObjectNode next) {
                ObjectNode inner = between(old, next);
                if (!inner.isEmpty()) {
                    patch.set(entry.getKey(), inner);
                }
            } else if (!entry.getValue().equals(before)) {
                patch.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
        return patch;
    }

    /**
     * Writes {@code custom: {Team: …}} below a source's attributes as {@code custom.Team: …}, so that the file, the console
     * and the API override the same entry. Changes {@code tree}.
     */
    static void flattenCustomAttributes(ObjectNode tree) {
        if (!(tree.get("sources") instanceof ObjectNode sources)) {
            return;
        }
        for (JsonNode source : sources) {
            if (source.get("attributes") instanceof ObjectNode attributes
                    && attributes.get("custom") instanceof ObjectNode custom) {
                attributes.remove("custom");
                for (Iterator<Map.Entry<String, JsonNode>> i = custom.fields(); i.hasNext(); ) {
                    Map.Entry<String, JsonNode> entry = i.next();
                    attributes.set("custom." + entry.getKey(), entry.getValue());
                }
            }
        }
    }
}
