package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between targets that {@link MemberDelivery} serves: the names of things, how a member looks, and how the target
 * says no. One object for each change. The calls are the routes of the target's file: {@code find}, {@code read},
 * {@code create}, {@code update}, {@code deactivate}, and {@code activate} where {@link #correctsStatus}.
 */
public interface MemberApi {
    /**
     * How the target calls things.
     *
     * @param keyField the member field that is unique there
     * @param key the same for a person, such as {@code e-mail}
     * @param member what it calls a member
     */
    record Words(String keyField, String key, String member) {}

    /** How it calls things. */
    Words words();

    /** The member with a key, active or not, or {@code null}; a refusal where it cannot be told which one. */
    @Nullable
    JsonNode find(String key);

    /** What {@link Ownership} has to know of a member. */
    Ownership.Found found(JsonNode member);

    /** The write that makes the member what it is to be; {@code id} is empty for a new one. */
    MemberWrite write(String id, boolean withRole);

    /** Does what has to be done before a member that was found can be written. */
    default Optional<Reply> restore(JsonNode member) {
        return Optional.empty();
    }

    /** Whether the answer is the target's own: what a gateway or a proxy says is no refusal. */
    boolean isOwn(Reply reply);

    /** What the answer complains of; empty where it does not. */
    String complaint(Reply reply);

    /** Whether it complains that somebody else has the key. */
    boolean isTaken(Reply reply);

    /** Whether it says that there is no such member. */
    boolean isGone(Reply reply);

    /** Whether it says that the token's owner may not do this. */
    boolean isForbidden(Reply reply);

    /** Forgets ids that were learnt and that the complaint shows to be wrong. */
    void forget(String complaint);

    /** The id of the member that was made; empty where the answer names none. */
    String madeId(Reply reply);

    /** The member that was read. */
    JsonNode member(Reply reply);

    /** Whether a write may leave the status as it is, so that it has to be corrected by a call of its own. */
    default boolean correctsStatus() {
        return false;
    }

    /** Names of what was written and reads otherwise, the status among them. */
    List<String> others(@Nullable MemberWrite write, JsonNode member);
}
