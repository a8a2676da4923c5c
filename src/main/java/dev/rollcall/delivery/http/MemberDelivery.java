package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.MemberApi.Words;
import dev.rollcall.member.Member;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way into a target that chooses ids itself: look up, decide, write, read back. Makes no twin, takes nobody
 * over unasked, and believes no write that does not read as written. {@link MemberApi} is what differs between targets.
 */
public final class MemberDelivery {
    private final HttpDelivery delivery;
    private final MemberApi api;
    private final TargetCalls calls;
    private final Ownership ownership;
    private final Words words;
    private final boolean leaves;

    /** The delivery of one change. */
    public MemberDelivery(HttpDelivery delivery, MemberApi api, TargetCalls calls, Ownership ownership) {
        this.delivery = delivery;
        this.api = api;
        this.calls = calls;
        this.ownership = ownership;
        this.words = api.words();
        this.leaves = delivery.operation().equals("deactivate");
    }

    /**
     * Brings the member about.
     *
     * @return the target's id of it
     * @throws Refusal if the target says no for good, or the member there is somebody else's
     * @throws TargetTrouble for everything that another attempt may mend
     */
    public String run() {
        String known = delivery.targetId();
        if (known != null && wasWritten(known)) {
            return known;
        }
        String key = delivery.field(words.keyField());
        JsonNode found = find(key);
        if (known != null && leaves && (found == null || !api.found(found).active())) {
            // Somebody removed the member there: it is not made again in order to be taken out of use.
            return known;
        }
        return found == null ? create(key) : take(found);
    }

    private @Nullable JsonNode find(String key) {
        String former = delivery.formerlyTriedAs(key);
        JsonNode found = former == null ? null : api.find(former);
        return found == null ? api.find(key) : found;
    }

    /** Writes a member by its id; {@code false} if it is not there any more. */
    private boolean wasWritten(String id) {
        if (!leaves) {
            return update(id, api.write(id, true));
        }
        if (!changeStatus(id, false)) {
            return false;
        }
        if (!Member.STATE.containsAll(delivery.changed())) {
            try {
                return update(id, api.write(id, false));
            } catch (Refusal e) {
                // Whoever leaves has left: a field that is refused with it holds nothing up.
            }
        }
        readBack(id, null);
        return true;
    }

    private String take(JsonNode found) {
        Ownership.Found member = api.found(found);
        ownership.mayTake(member, delivery);
        MemberWrite write = api.write(member.id(), delivery.active());
        ownership.made(delivery, member.id());
        api.restore(found).ifPresent(this::refuse);
        if (!update(member.id(), write)) {
            throw trouble("the " + words.member() + " that was just found there is gone");
        }
        return member.id();
    }

    private String create(String key) {
        MemberWrite write = api.write("", true);
        Reply reply = ownership.create(delivery, key, calls, write);
        if (api.isOwn(reply) && !api.complaint(reply).isEmpty()) {
            ownership.notCreated(delivery);
        }
        if (api.isTaken(reply)) {
            JsonNode found = api.find(key);
            if (found == null) {
                throw new Refusal("the " + words.key() + " is taken there, but a look-up does not show by whom.", true);
            }
            return take(found);
        }
        refuse(reply);
        String id = api.madeId(reply);
        if (id.isEmpty()) {
            throw new TargetTrouble(
                    Trouble.UNKNOWN, "it names no id for the " + words.member() + " that it made", null);
        }
        ownership.made(delivery, id);
        readBack(id, write);
        return id;
    }

    /** Writes all fields and reads them back; {@code false} if there is no such member. */
    private boolean update(String id, MemberWrite write) {
        Reply reply = calls.call("update", write);
        if (isGone(id, reply)) {
            return false;
        }
        if (api.isTaken(reply)) {
            throw new Refusal("the " + words.key() + " is taken by another " + words.member() + " there.", true);
        }
        refuse(reply);
        readBack(id, write);
        return true;
    }

    private boolean changeStatus(String id, boolean active) {
        Reply reply = calls.call(active ? "activate" : "deactivate", new MemberWrite(id, delivery));
        if (isGone(id, reply)) {
            return false;
        }
        refuse(reply);
        return true;
    }

    /** A gateway answers 404 too: what is not in the target's own form counts once the id cannot be read either. */
    private boolean isGone(String id, Reply reply) {
        return (api.isOwn(reply) || api.isGone(read(id))) && api.isGone(reply);
    }

    private void refuse(Reply reply) {
        String complaint = api.complaint(reply);
        if (complaint.isEmpty()) {
            return;
        }
        if (!api.isOwn(reply)) {
            throw trouble(reply.notItsOwn());
        }
        String said = delivery.masked(complaint);
        if (api.isForbidden(reply)) {
            throw trouble("the token's owner may not do this there: " + said);
        }
        api.forget(complaint);
        throw new Refusal(said, false);
    }

    /** Proves a write: the member has the values that were written, as far as the API shows them, and the wanted status. */
    private void readBack(String id, @Nullable MemberWrite write) {
        JsonNode member = member(id);
        if (api.correctsStatus() && api.found(member).active() != delivery.active()) {
            correctStatus(id);
            member = member(id);
        }
        String others = String.join(", ", api.others(write, member));
        if (!others.isEmpty()) {
            throw trouble("it answered that it is done, but kept other values in: " + others);
        }
    }

    private void correctStatus(String id) {
        try {
            changeStatus(id, delivery.active());
        } catch (Refusal e) {
            // Passed on, it would be taken for a refusal of the whole change, which is done already.
            throw trouble("it refuses the " + words.member() + "'s status: " + e.getMessage());
        }
    }

    private JsonNode member(String id) {
        Reply reply = read(id);
        JsonNode member = api.member(reply);
        if (!api.complaint(reply).isEmpty() || !member.path("id").asText().equals(id)) {
            throw trouble("the " + words.member() + " cannot be read back");
        }
        return member;
    }

    private Reply read(String id) {
        return calls.call("read", Map.of("id", TargetCalls.segment(id)));
    }

    private static TargetTrouble trouble(String reason) {
        return new TargetTrouble(Trouble.OWN, reason, null);
    }
}
