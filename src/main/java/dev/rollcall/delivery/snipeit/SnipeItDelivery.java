package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberWrite;
import dev.rollcall.delivery.http.Ownership;
import dev.rollcall.delivery.http.Refusal;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.settings.Targets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change on its way into Snipe-IT: look up, decide, write, read back. */
final class SnipeItDelivery {
    private static final Set<String> STATE = Set.of("status", "login_enabled");
    private static final Set<String> NEVER_EMPTY = Set.of("user_name", "first_name", "status", "role");

    /** Member field, the kind of thing that it names, and the reference in the lines of the body. */
    private static final List<List<String>> REFERENCES = List.of(
            List.of("department", "departments", "department"),
            List.of("location", "locations", "location"),
            List.of("organization", "companies", "company"));

    private final HttpDelivery delivery;
    private final Targets.SnipeIt settings;
    private final SnipeItNames names;
    private final TargetCalls calls;
    private final Ownership ownership;

    SnipeItDelivery(
            HttpDelivery delivery,
            Targets.SnipeIt settings,
            SnipeItNames names,
            TargetCalls calls,
            Ownership ownership) {
        this.delivery = delivery;
        this.settings = settings;
        this.names = names;
        this.calls = calls;
        this.ownership = ownership;
    }

    /** Brings the user about and gives Snipe-IT's id of it. */
    String run() {
        if (delivery.targetId() != null && known(delivery.targetId())) {
            return delivery.targetId();
        }
        String former = delivery.formerlyTriedAs(delivery.field("user_name"));
        JsonNode found = former == null ? null : find(former);
        if (found == null) {
            found = find(delivery.field("user_name"));
        }
        return found == null ? create() : take(found);
    }

    /** Updates a user by its id; {@code false} if it is not there any more. */
    private boolean known(String id) {
        if (!delivery.operation().equals("deactivate")) {
            return update(id, true);
        }
        if (!deactivate(id)) {
            return false;
        }
        if (!STATE.containsAll(delivery.changed())) {
            try {
                return update(id, false);
            } catch (Refusal e) {
                // Whoever leaves has left: a field that is refused with it holds nothing up.
            }
        }
        readBack(id, null);
        return true;
    }

    /** The user with a user name, deleted ones too, or {@code null}. Rows of other users mean an unknown filter. */
    private @Nullable JsonNode find(String userName) {
        Reply reply = calls.call("find", Map.of("username", URLEncoder.encode(userName, StandardCharsets.UTF_8)));
        JsonNode best = null;
        for (JsonNode user : SnipeItAnswers.rows(reply)) {
            if (!SnipeItAnswers.text(user.path("username")).equalsIgnoreCase(userName)) {
                throw new TargetTrouble(
                        Trouble.DOWN,
                        "it ignores the filter for user names and shows users that were not asked for",
                        null);
            }
            // A user in use comes before a deleted one of the same name.
            if (best == null || isDeleted(best)) {
                best = user;
            }
        }
        return best;
    }

    /** A time, as text or as an object of its spellings. */
    private static boolean isDeleted(JsonNode user) {
        JsonNode deleted = user.path("deleted_at");
        return deleted.isContainerNode()
                ? !deleted.isEmpty()
                : !SnipeItAnswers.text(deleted).isEmpty();
    }

    private String take(JsonNode found) {
        String id = found.path("id").asText();
        boolean deleted = isDeleted(found);
        boolean ours =
                delivery.targetId() != null || delivery.mayHaveCreated(SnipeItAnswers.text(found.path("username")));
        if (!ours && isPowerful(found)) {
            throw new Refusal(
                    "an administrator there has this user name. A person has to decide on it in Snipe-IT.", true);
        }
        ownership.mayTake(
                new Ownership.Found(
                        id,
                        !deleted && found.path("activated").asBoolean(),
                        SnipeItAnswers.text(found.path("email")),
                        SnipeItAnswers.text(found.path("username")),
                        ""),
                delivery);
        MemberWrite write = write(id, true);
        ownership.made(delivery, id);
        if (deleted) {
            refuse(calls.call("restore", Map.of("id", TargetCalls.segment(id))));
        }
        if (!update(id, write)) {
            throw new TargetTrouble(Trouble.OWN, "the user that was just found there is gone", null);
        }
        return id;
    }

    private static boolean isPowerful(JsonNode user) {
        JsonNode permissions = user.path("permissions");
        return permissions.path("superuser").asText().equals("1")
                || permissions.path("admin").asText().equals("1");
    }

    private String create() {
        MemberWrite write = write("", true);
        Reply reply = ownership.create(delivery, delivery.field("user_name"), calls, write);
        if (SnipeItAnswers.isError(reply)) {
            ownership.notCreated(delivery);
        }
        if (SnipeItAnswers.isTaken(reply)) {
            JsonNode found = find(delivery.field("user_name"));
            if (found == null) {
                throw new Refusal("the user name is taken there, but a look-up does not show by whom.", true);
            }
            return take(found);
        }
        refuse(reply);
        String id = reply.body().path("payload").path("id").asText("");
        if (id.isEmpty()) {
            throw new TargetTrouble(Trouble.UNKNOWN, "it names no id for the user that it made", null);
        }
        ownership.made(delivery, id);
        readBack(id, write);
        return id;
    }

    private boolean update(String id, boolean withGroup) {
        return update(id, write(id, withGroup));
    }

    /** Writes all fields and reads them back; {@code false} if there is no such user. */
    private boolean update(String id, MemberWrite write) {
        Reply reply = calls.call("update", write);
        if (SnipeItAnswers.isGone(reply)) {
            return false;
        }
        if (SnipeItAnswers.isTaken(reply)) {
            throw new Refusal("the user name is taken by another user there.", true);
        }
        refuse(reply);
        return readBack(id, write);
    }

    private boolean deactivate(String id) {
        Reply reply = calls.call("deactivate", new MemberWrite(id, delivery));
        if (SnipeItAnswers.isGone(reply)) {
            return false;
        }
        refuse(reply);
        return true;
    }

    private void refuse(Reply reply) {
        if (!SnipeItAnswers.isError(reply)) {
            return;
        }
        String said = delivery.masked(SnipeItAnswers.complaint(reply));
        if (reply.status() == 403) {
            throw new TargetTrouble(Trouble.OWN, "the token's owner may not do this there: " + said, null);
        }
        if (said.contains("_id")) {
            // What was looked up may be gone; the next attempt looks again.
            names.forget();
        }
        throw new Refusal(said, false);
    }

    private MemberWrite write(String id, boolean withGroup) {
        Map<String, String> ids = new HashMap<>();
        Map<String, JsonNode> cleared = new HashMap<>();
        for (String name : delivery.changed()) {
            if (!NEVER_EMPTY.contains(name) && delivery.field(name).isEmpty()) {
                cleared.put(name, NullNode.getInstance());
            }
        }
        for (List<String> reference : REFERENCES) {
            reference(reference.get(0), reference.get(1), reference.get(2), ids, cleared);
        }
        String manager = delivery.field("manager").isEmpty() ? null : manager(delivery.field("manager"));
        if (manager != null) {
            ids.put("manager", manager);
        } else if (cleared.containsKey("manager")) {
            cleared.put("manager.id", NullNode.getInstance());
        }
        if (withGroup && settings.groupByRole()) {
            ids.put("role", group());
        }
        return new MemberWrite(id, delivery, ids, cleared);
    }

    private void reference(
            String field, String kind, String name, Map<String, String> ids, Map<String, JsonNode> cleared) {
        String value = delivery.field(field);
        String id = value.isEmpty() ? null : names.id(kind, value, settings.createMissing(), calls);
        if (id != null) {
            ids.put(name, id);
        } else if (cleared.containsKey(field)) {
            cleared.put(name + ".id", NullNode.getInstance());
        }
    }

    /** By our own knowledge of the manager, or by the user name there. A manager who is not there yet is left out. */
    private @Nullable String manager(String manager) {
        String id = ownership.targetIdOf(manager);
        if (id != null || manager.contains(" ")) {
            return id;
        }
        Reply reply = calls.call("find", Map.of("username", URLEncoder.encode(manager, StandardCharsets.UTF_8)));
        for (JsonNode user : SnipeItAnswers.rows(reply)) {
            if (SnipeItAnswers.text(user.path("username")).equalsIgnoreCase(manager) && !isDeleted(user)) {
                return user.path("id").asText();
            }
        }
        return null;
    }

    private String group() {
        String role = delivery.field("role");
        String id = names.id("groups", role, false, calls);
        if (id == null) {
            throw new Refusal(
                    "it has no group '" + role
                            + "'. Make the group there, or set targets.snipe-it.group-by-role to false.",
                    false);
        }
        return id;
    }

    /** Proves a write; {@code true} always. */
    private boolean readBack(String id, @Nullable MemberWrite write) {
        Reply reply = calls.call("read", Map.of("id", TargetCalls.segment(id)));
        JsonNode user = reply.body();
        if (SnipeItAnswers.isError(reply) || !user.path("id").asText().equals(id)) {
            throw new TargetTrouble(Trouble.OWN, "the user cannot be read back", null);
        }
        List<String> others = SnipeItComparison.others(write, user);
        if (user.path("activated").asBoolean() != delivery.active()) {
            others.add("activated");
        }
        if (!others.isEmpty()) {
            throw new TargetTrouble(
                    Trouble.OWN,
                    "it answered that it is done, but kept other values in: " + String.join(", ", others)
                            + (others.contains("groups[]") ? " (only a superuser's token changes groups)" : ""),
                    null);
        }
        return true;
    }
}
