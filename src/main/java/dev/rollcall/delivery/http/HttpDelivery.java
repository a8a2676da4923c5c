package dev.rollcall.delivery.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One change as an HTTP target sees it.
 *
 * @param operation {@code create}, {@code update}, {@code deactivate} or {@code reactivate}
 * @param targetId the target's id, or {@code null} before the first delivery
 * @param lookUp whether an earlier attempt may have arrived
 * @param triedAs the address or user name under which an earlier attempt may have created the member, or {@code null}
 */
public record HttpDelivery(
        String operation,
        String memberId,
        @Nullable String targetId,
        boolean lookUp,
        @Nullable String triedAs,
        Map<String, String> fields,
        Map<String, String> customFields,
        Set<String> changed) {
    private static final int SHORTEST_MASKED = 3;
    private static final int LONGEST_SAID = 200;

    /** Reads the map of a delivery route's contract. */
    public static HttpDelivery of(Map<?, ?> change) {
        Object targetId = change.get("targetId");
        Object triedAs = change.get("triedAs");
        Set<String> changed = new TreeSet<>();
        if (change.get("changed") instanceof Iterable<?> names) {
            names.forEach(name -> changed.add(String.valueOf(name)));
        }
        return new HttpDelivery(
                String.valueOf(change.get("operation")),
                String.valueOf(change.get("memberId")),
                targetId == null ? null : targetId.toString(),
                Boolean.TRUE.equals(change.get("lookUp")),
                triedAs == null ? null : triedAs.toString(),
                texts(change.get("member")),
                texts(change.get("customFields")),
                changed);
    }

    /** The same with a value in a field that has none. */
    public HttpDelivery withDefault(String name, String value) {
        if (!field(name).isEmpty()) {
            return this;
        }
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value);
        return new HttpDelivery(operation, memberId, targetId, lookUp, triedAs, more, customFields, changed);
    }

    /** A member field; empty where it has no value. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The address or user name under which an earlier attempt may have created the member, if it is not {@code current}. */
    public @Nullable String formerlyTriedAs(String current) {
        return mayHaveCreated(current) ? null : triedAs;
    }

    /** Whether an earlier attempt may have created a member with this address or user name: then that one is ours. */
    public boolean mayHaveCreated(String address) {
        return triedAs != null && triedAs.equalsIgnoreCase(address);
    }

    /** Whether the member is to be in use. */
    public boolean active() {
        return "active".equals(fields.get("status"));
    }

    /** The answer for a change that arrived. */
    public Map<String, Object> delivered(String id) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("memberId", memberId);
        answer.put("outcome", "delivered");
        answer.put("targetId", id);
        return answer;
    }

    /** What a server said, on one line and without the member's own values. */
    public String masked(String said) {
        String text = said.replaceAll("\\s+", " ").strip();
        for (Map<String, String> values : List.of(fields, customFields)) {
            for (String value : values.values()) {
                if (value.length() > SHORTEST_MASKED) {
                    text = text.replace(value, "…");
                }
            }
        }
        return text.length() > LONGEST_SAID ? text.substring(0, LONGEST_SAID) + "…" : text;
    }

    /** The answer for a change that is refused for good. */
    public Map<String, Object> rejected(Refusal refusal) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("memberId", memberId);
        answer.put("outcome", "rejected");
        answer.put("reason", refusal.getMessage());
        answer.put("uniqueness", refusal.uniqueness());
        return answer;
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> {
                if (text != null && !text.toString().isBlank()) {
                    texts.put(String.valueOf(name), text.toString());
                }
            });
        }
        return texts;
    }
}
