package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberApi;
import dev.rollcall.delivery.http.MemberWrite;
import dev.rollcall.delivery.http.Ownership;
import dev.rollcall.delivery.http.Refusal;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.settings.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Snipe-IT's users, writes and answers are like: the key is the user name, and whoever was deleted can be restored. */
final class SnipeItApi implements MemberApi {
    private static final Words WORDS = new Words("user_name", "user name", "user");
    private static final Set<String> NEVER_EMPTY = Set.of("user_name", "first_name", "status", "role");

    private final HttpDelivery delivery;
    private final Targets.SnipeIt settings;
    private final SnipeItNames names;
    private final TargetCalls calls;
    private final Ownership ownership;

    SnipeItApi(
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

    @Override
    public Words words() {
        return WORDS;
    }

    /** A user in use comes before a deleted one of the same name. */
    @Override
    public @Nullable JsonNode find(String userName) {
        JsonNode best = null;
        for (JsonNode user : SnipeItAnswers.users(userName, calls)) {
            if (best == null || SnipeItAnswers.isDeleted(best)) {
                best = user;
            }
        }
        return best;
    }

    @Override
    public Ownership.Found found(JsonNode user) {
        return new Ownership.Found(
                user.path("id").asText(),
                !SnipeItAnswers.isDeleted(user) && user.path("activated").asBoolean(),
                SnipeItAnswers.text(user.path("email")),
                SnipeItAnswers.text(user.path("username")),
                "",
                SnipeItAnswers.isPowerful(user));
    }

    @Override
    public MemberWrite write(String id, boolean withGroup) {
        Map<String, String> ids = new HashMap<>();
        Map<String, JsonNode> cleared = new HashMap<>();
        for (String name : delivery.changed()) {
            if (!NEVER_EMPTY.contains(name) && delivery.field(name).isEmpty()) {
                cleared.put(name, NullNode.getInstance());
            }
        }
        for (List<String> reference : SnipeItComparison.REFERENCES) {
            String name = delivery.field(reference.get(0));
            refer(
                    reference.get(0),
                    reference.get(2),
                    name.isEmpty() ? null : names.id(reference.get(1), name, settings.createMissing(), calls),
                    ids,
                    cleared);
        }
        String manager = delivery.field("manager");
        refer("manager", "manager", manager.isEmpty() ? null : manager(manager), ids, cleared);
        if (withGroup && settings.groupByRole()) {
            ids.put("role", group());
        }
        return new MemberWrite(id, delivery, ids, cleared);
    }

    private static void refer(
            String field, String name, @Nullable String id, Map<String, String> ids, Map<String, JsonNode> cleared) {
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
        for (JsonNode user : SnipeItAnswers.users(manager, calls)) {
            if (!SnipeItAnswers.isDeleted(user)) {
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

    @Override
    public Optional<Reply> restore(JsonNode user) {
        return SnipeItAnswers.isDeleted(user)
                ? Optional.of(calls.call(
                        "restore",
                        Map.of("id", TargetCalls.segment(user.path("id").asText()))))
                : Optional.empty();
    }

    @Override
    public boolean isOwn(Reply reply) {
        return SnipeItAnswers.isOwn(reply);
    }

    @Override
    public String complaint(Reply reply) {
        return SnipeItAnswers.isError(reply) ? SnipeItAnswers.complaint(reply) : "";
    }

    @Override
    public boolean isTaken(Reply reply) {
        return SnipeItAnswers.isTaken(reply);
    }

    @Override
    public boolean isGone(Reply reply) {
        return SnipeItAnswers.isGone(reply);
    }

    @Override
    public boolean isForbidden(Reply reply) {
        return reply.status() == 403;
    }

    /** What was looked up may be gone; the next attempt looks again. */
    @Override
    public void forget(String complaint) {
        if (complaint.contains("_id")) {
            names.forget();
        }
    }

    @Override
    public String madeId(Reply reply) {
        return reply.body().path("payload").path("id").asText("");
    }

    @Override
    public JsonNode member(Reply reply) {
        return reply.body();
    }

    @Override
    public List<String> others(@Nullable MemberWrite write, JsonNode user) {
        List<String> others = SnipeItComparison.others(write, user);
        if (write != null && others.addAll(SnipeItComparison.renamed(write, delivery, user))) {
            names.forget();
        }
        if (user.path("activated").asBoolean() != delivery.active()) {
            others.add("activated");
        }
        return others;
    }
}
