package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what Snipe-IT answers: errors come with 200, {@code status: error} and {@code messages} by field or as a text. */
final class SnipeItAnswers {
    private SnipeItAnswers() {}

    /** Whether Snipe-IT says it: its refusals have messages in them, or the errors of Laravel's validation. */
    static boolean isOwn(Reply reply) {
        return reply.isSuccess() || reply.body().has("messages") || reply.body().has("errors");
    }

    static boolean isError(Reply reply) {
        return !reply.isSuccess() || reply.body().path("status").asText().equals("error");
    }

    /** What it complains of, on one line, fields named. */
    static String complaint(Reply reply) {
        JsonNode messages = reply.body().path("messages");
        List<String> texts = new ArrayList<>();
        if (messages.isObject()) {
            messages.properties().forEach(field -> texts.add(field.getKey() + ": " + joined(field.getValue())));
        } else if (messages.isTextual()) {
            texts.add(messages.asText());
        }
        if (texts.isEmpty()) {
            String error = reply.body()
                    .path("error")
                    .asText(reply.body().path("message").asText(""));
            texts.add(error.isEmpty() ? "it answered " + reply.status() + " with " + reply.content() : error);
        }
        return String.join("; ", texts);
    }

    private static String joined(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText()));
        } else {
            texts.add(value.asText());
        }
        return String.join(" ", texts);
    }

    static boolean isTaken(Reply reply) {
        return joined(reply.body().path("messages").path("username"))
                .toLowerCase(Locale.ROOT)
                .contains("taken");
    }

    /** Whether there is no such user: 404, or within a 200 a text that says so. */
    static boolean isGone(Reply reply) {
        String text = reply.body().path("messages").asText("").toLowerCase(Locale.ROOT);
        return reply.status() == 404
                || isError(reply) && (text.contains("not found") || text.contains("does not exist"));
    }

    /** The users with a user name, deleted ones too. Rows of other users mean that the filter is not known there. */
    static List<JsonNode> users(String userName, TargetCalls calls) {
        Reply reply = calls.call("find", Map.of("username", URLEncoder.encode(userName, StandardCharsets.UTF_8)));
        List<JsonNode> users = new ArrayList<>();
        for (JsonNode user : rows(reply)) {
            if (!text(user.path("username")).equalsIgnoreCase(userName)) {
                throw new TargetTrouble(
                        Trouble.DOWN,
                        "it ignores the filter for user names and shows users that were not asked for",
                        null);
            }
            users.add(user);
        }
        return users;
    }

    /** A time, as text or as an object of its spellings. */
    static boolean isDeleted(JsonNode user) {
        JsonNode deleted = user.path("deleted_at");
        return deleted.isContainerNode() ? !deleted.isEmpty() : !text(deleted).isEmpty();
    }

    static boolean isPowerful(JsonNode user) {
        JsonNode permissions = user.path("permissions");
        return permissions.path("superuser").asText().equals("1")
                || permissions.path("admin").asText().equals("1");
    }

    /** The rows of a list, which every list has. */
    static JsonNode rows(Reply reply) {
        JsonNode rows = reply.body().path("rows");
        if (isError(reply) || !rows.isArray()) {
            throw new TargetTrouble(
                    Trouble.DOWN,
                    "it shows no list (" + (isError(reply) ? complaint(reply) : "no rows")
                            + "): correct its url, or allow the token's owner to read",
                    null);
        }
        return rows;
    }

    /** A text of an answer, in which Snipe-IT writes some characters as entities. */
    static String text(JsonNode value) {
        return value.asText("")
                .replace("&quot;", "\"")
                .replace("&#039;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
