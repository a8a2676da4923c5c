package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a route that writes a member: what may be written; after it, what was. Of one thread. */
public final class MemberWrite {
    private final String id;
    private final HttpDelivery delivery;
    private final Map<String, String> ids;
    private final Map<String, JsonNode> cleared;
    private final Map<String, JsonNode> sent = new LinkedHashMap<>();

    /** A write of nothing but the member's state. */
    public MemberWrite(String id, HttpDelivery delivery) {
        this(id, delivery, Map.of(), Map.of());
    }

    /**
     * A write to come.
     *
     * @param id the target's id of the member, or empty for a new one
     * @param ids reference name, such as {@code role}, to the target's id of what the member refers to
     * @param cleared sources of lines, such as {@code city} or {@code team.id}, that are to be emptied in the target, and
     *     what this API takes for empty
     */
    public MemberWrite(String id, HttpDelivery delivery, Map<String, String> ids, Map<String, JsonNode> cleared) {
        this.id = id.isEmpty() ? id : TargetCalls.segment(id);
        this.delivery = delivery;
        this.ids = Map.copyOf(ids);
        this.cleared = Map.copyOf(cleared);
    }

    /** The target's id, for the path. */
    public String getId() {
        return id;
    }

    HttpDelivery delivery() {
        return delivery;
    }

    Map<String, String> ids() {
        return ids;
    }

    /** Whether something is referred to by an id that was learnt for its name. */
    public boolean hasId(String reference) {
        return ids.containsKey(reference);
    }

    Map<String, JsonNode> cleared() {
        return cleared;
    }

    void sent(String parameter, JsonNode value) {
        sent.put(parameter, value);
    }

    /** Parameter to value, as written; custom fields as {@code custom.<Name>}. Constants are not in it. */
    public Map<String, JsonNode> sent() {
        return Collections.unmodifiableMap(sent);
    }
}
