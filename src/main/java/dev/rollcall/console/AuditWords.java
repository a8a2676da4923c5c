package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

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
            Map.entry("member.make", "made a member by hand"),
            Map.entry("administrator.fallback", "made an administrator by fallback"),
            Map.entry("rejection.replay", "replayed a rejected user"),
            Map.entry("rejection.discard", "discarded a rejection"),
            Map.entry("delivery.retry", "retried a delivery"),
            Map.entry("delivery.discard", "discarded a delivery"));

    private AuditWords() {}

    /** What was done. */
    static String action(String action) {
        return ACTIONS.getOrDefault(action, action);
    }

    /** What is said in a few plain values, as {@code from 10.0.0.7, by password}; empty where it takes more than a line. */
    static String brief(JsonNode json) {
        StringJoiner line = new StringJoiner(", ");
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode value = field.getValue();
            if (value.isContainerNode()) {
                return "";
            }
            if (field.getKey().equals("ok")) {
                line.add(value.asBoolean() ? "it works" : "it does not work");
            } else if (!value.isBoolean()) {
                line.add(spaced(field.getKey()) + " " + value.asText());
            } else if (value.asBoolean()) {
                line.add(spaced(field.getKey()));
            }
        }
        return line.length() <= 160 ? line.toString() : "";
    }

    private static String spaced(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The page of what it was done to, if there is one. */
    static @Nullable String href(String action, String subject) {
        String id = UriUtils.encodePathSegment(subject, StandardCharsets.UTF_8);
        if (action.startsWith("sync-run.")) {
            return "/console/runs/" + id;
        }
        if (action.startsWith("source.") || action.startsWith("token.")) {
            return "/console/sources/" + id;
        }
        if (action.equals("member.make") || action.equals("administrator.fallback") || action.startsWith("delivery.")) {
            return "/console/members/" + id;
        }
        return action.equals("settings.change") ? "/console/settings" : null;
    }
}
