package dev.rollcall.delivery;

import dev.rollcall.member.Member;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would make a member right in the asset system.
 *
 * @param memberId our id of the member: the key of every delivery
 * @param targetId the asset system's id of it, or {@code null} before the first delivery
 * @param changed names of the member fields that differ, custom fields as {@code custom.<Name>}
 * @param lookUp whether an earlier attempt may have arrived: the target is to be asked before anything is created
 * @param triedAs the address or user name under which an earlier attempt may have created the member, or {@code null}: whom
 *     the target has under it is ours
 */
public record Change(
        Operation operation,
        UUID memberId,
        @Nullable String targetId,
        Member member,
        Set<String> changed,
        boolean lookUp,
        @Nullable String triedAs) {

    /** What kind of change it is; on the wire in lower case. */
    public enum Operation {
        CREATE,
        UPDATE,
        DEACTIVATE,
        REACTIVATE;

        /** The wire form, such as {@code create}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the wire form. */
        public static Operation of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    public Change {
        changed = new TreeSet<>(changed);
    }

    /** A change of which nothing is in doubt. */
    public Change(Operation operation, UUID memberId, @Nullable String targetId, Member member, Set<String> changed) {
        this(operation, memberId, targetId, member, changed, false, null);
    }

    /**
     * The map that a delivery route gets: {@code operation, memberId, targetId, member, changed, customFields, lookUp, triedAs},
     * and {@code key}: the target's id where it has one, else ours.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("operation", operation.wire());
        map.put("memberId", memberId.toString());
        map.put("targetId", targetId);
        map.put("key", targetId == null ? memberId.toString() : targetId);
        map.put("member", member.fields());
        map.put("changed", changed);
        map.put("customFields", member.customFields());
        map.put("lookUp", lookUp);
        map.put("triedAs", triedAs);
        return map;
    }
}
