package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.DocumentJson;
import dev.rollcall.source.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a page by cursor comes behind (RFC 9865): the last user that the client has, and where users are sorted what that one
 * was sorted by. So neither a user who is removed meanwhile nor new ones before it shift the next page.
 *
 * @param order how users are sorted; {@code null} for the order of creation
 * @param key a text, a number or a boolean; JSON's null for a user without a value
 */
record Cursor(UUID id, @Nullable String order, JsonNode key) {
    private static final JsonNode NONE = JsonNodeFactory.instance.nullNode();

    /** In the order of creation. */
    static Cursor behind(UUID id) {
        return new Cursor(id, null, NONE);
    }

    /** In characters that a URL takes as they are (RFC 9865 section 2). */
    String text() {
        String text = id.toString();
        if (order != null) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            text = sorted.put("id", text).put("order", order).set("key", key).toString();
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor of a list in this order; {@code 400 invalidCursor} for what is none. */
    static Cursor read(String text, @Nullable String order) {
        Cursor cursor = read(text);
        if (cursor == null) {
            throw ScimException.invalidCursor("the cursor is not one that this server gave. Start again without one");
        }
        if (order == null ? cursor.order != null : !order.equals(cursor.order)) {
            throw ScimException.invalidCursor(
                    "the cursor belongs to a list in another order. Send the same 'sortBy' and 'sortOrder' with each page");
        }
        return cursor;
    }

    private static @Nullable Cursor read(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (!plain.startsWith("{")) {
                UUID id = ScimRequests.uuid(plain);
                return id == null ? null : behind(id);
            }
            ObjectNode sorted = DocumentJson.read(plain);
            UUID id = ScimRequests.uuid(sorted.path("id").asText());
            JsonNode key = sorted.path("key");
            return id == null || !key.isValueNode() || !StorableText.isStorable(key.asText())
                    ? null
                    : new Cursor(id, sorted.path("order").asText(), key);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return null;
        }
    }

    /** What the last user was sorted by, where no column has it. */
    @Nullable
    SortKey sortKey() {
        return key.isNull() ? null : SortKey.of(key, true);
    }
}
