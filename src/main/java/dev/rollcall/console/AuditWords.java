package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.StringJoiner;

/** Puts entries of the audit into a person's words. */
final class AuditWords {
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("sync-run.start", "started a run"),
            Map.entry("sync-run.approve", "approved a run"),
            Map.entry("sync-run.cancel", "cancelled a run"),
            Map.entry("source.test", "tested a connection"),
            Map.entry("source.release", "let the members go of"),
            Map.entry("settings.change", "changed settings"),
            Map.entry("token.make", "made a connector key"),
            Map.entry("token.revoke", "revoked a connector key"),
            Map.entry("user.make", "made a console user"),
            Map.entry("user.role", "changed the role of a console user"),
            Map.entry("user.password", "changed a password"),
            Map.entry("user.remove", "removed a console user"),
            Map.entry("sign-in", "signed in to"),
            Map.entry("sign-out", "signed out of"),
            Map.entry("sign-in.refused", "was not let in as"),
            Map.entry("jolokia.done", "called in Hawtio"),
            Map.entry("jolokia.refused", "was refused in Hawtio"),
            Map.entry("jolokia.failed", "called in Hawtio, and it failed"),
            Map.entry("member-made", "made a member by hand"),
            Map.entry("administrator-by-fallback", "made an administrator by fallback"),
            Map.entry("rejection-replayed", "replayed a rejected user"),
            Map.entry("rejection-discarded", "discarded a rejection"),
            Map.entry("delivery-retried", "retried a delivery"),
            Map.entry("delivery-discarded", "discarded a delivery"));

    private AuditWords() {}

    /** What was done. */
    static String action(String action) {
        return ACTIONS.getOrDefault(action, action);
    }

    /** What is said in a few plain values, as {@code from 10.0.0.7, by password}; empty where it takes more than a line. */
    static String brief(JsonNode json) {
        StringJoiner line = new StringJoiner(", ");
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getValue().isContainerNode()) {
                return "";
            }
            line.add(field.getKey() + " " + field.getValue().asText());
        }
        return line.length() <= 160 ? line.toString() : "";
    }
}
