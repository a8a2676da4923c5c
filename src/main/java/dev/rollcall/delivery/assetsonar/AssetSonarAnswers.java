package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.Reply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what AssetSonar answers: errors are in {@code errors}, in {@code messages.errors}, and in answers of 200 too. */
final class AssetSonarAnswers {
    private AssetSonarAnswers() {}

    /** Whether AssetSonar says it: its refusals have errors or messages in them, or are 422, which no gateway answers. */
    static boolean isOwn(Reply reply) {
        return reply.isSuccess()
                || reply.body().has("errors")
                || reply.body().has("messages")
                || reply.status() == 422 && reply.body().isObject();
    }

    /** What the answer complains of; empty where it does not. */
    static String errors(Reply reply) {
        JsonNode errors = reply.body().path("errors");
        if (errors.isMissingNode()) {
            errors = reply.body().path("messages").path("errors");
        }
        StringBuilder text = new StringBuilder();
        collect(errors, text);
        if (text.isEmpty() && !reply.isSuccess()) {
            collect(reply.body().path("error"), text);
            collect(reply.body().path("message"), text);
        }
        return text.isEmpty() && !reply.isSuccess()
                ? "it answered " + reply.status() + " with " + reply.content()
                : text.toString();
    }

    private static void collect(JsonNode node, StringBuilder text) {
        if (node.isValueNode() && !node.isNull() && !node.asText().isBlank()) {
            text.append(text.isEmpty() ? "" : "; ").append(node.asText());
        } else if (node.isContainerNode()) {
            node.forEach(child -> collect(child, text));
        }
    }

    static boolean isTaken(String errors) {
        return errors.toLowerCase(Locale.ROOT).contains("already taken");
    }

    static boolean isGone(Reply reply) {
        return reply.status() == 404 || reply.body().path("status").asInt() == 404;
    }

    /** The status that counts: a 200 may carry another one in its body. */
    static int status(Reply reply) {
        JsonNode inside = reply.body().path("status");
        boolean error = !reply.body().path("errors").isMissingNode() && inside.isInt();
        return error ? inside.asInt() : reply.status();
    }

    /** The member in an answer: bare in v1, wrapped in v2. */
    static JsonNode member(Reply reply) {
        return reply.body().has("member") ? reply.body().path("member") : reply.body();
    }

    /** A list that a read has to show. */
    static JsonNode list(Reply reply, String name) {
        JsonNode list = reply.body().path(name);
        if (!reply.isSuccess() || !list.isArray()) {
            String errors = errors(reply);
            throw new TargetTrouble(
                    Trouble.DOWN,
                    "it shows no " + name + " (" + (errors.isEmpty() ? reply.status() : errors)
                            + "): correct its url, or allow the token's owner to read them",
                    null);
        }
        return list;
    }

    /** The number of the page after this one: v1 counts pages, v2 names the next. */
    static @Nullable String next(Reply reply, String page) {
        int number = Integer.parseInt(page);
        JsonNode metadata = reply.body().path("metadata");
        boolean more = metadata.isMissingNode()
                ? number < reply.body().path("total_pages").asInt(1)
                : !metadata.path("next_page").asText("").isEmpty()
                        && !metadata.path("next_page").isNull();
        return more ? String.valueOf(number + 1) : null;
    }
}
