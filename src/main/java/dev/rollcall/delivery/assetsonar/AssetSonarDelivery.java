package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.SameValue;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberWrite;
import dev.rollcall.delivery.http.Ownership;
import dev.rollcall.delivery.http.Refusal;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.member.Member;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change on its way into AssetSonar: look up, decide, write, read back. */
final class AssetSonarDelivery {
    private static final Set<String> STATE = Set.of("status", "login_enabled");

    /** What has to have a value there, and the flags: those are on or off, and keep what they are where we know nothing. */
    private static final Set<String> NEVER_EMPTY = Set.of("email", "last_name", "role", "status", "login_enabled");

    private final HttpDelivery delivery;
    private final Account account;
    private final TargetCalls calls;
    private final Ownership ownership;

    AssetSonarDelivery(HttpDelivery delivery, Account account, TargetCalls calls, Ownership ownership) {
        this.delivery = delivery;
        this.account = account;
        this.calls = calls;
        this.ownership = ownership;
    }

    /** Brings the member about and gives AssetSonar's id of it. */
    String run() {
        if (delivery.targetId() != null) {
            String id = known(delivery.targetId());
            if (!id.isEmpty()) {
                return id;
            }
        }
        String former = delivery.formerlyTriedAs(delivery.field("email"));
        JsonNode found = former == null ? null : find(former);
        if (found == null) {
            found = find(delivery.field("email"));
        }
        return found == null ? create() : take(found);
    }

    /** Updates a member by its id; an empty text if it is not there any more. */
    private String known(String id) {
        if (delivery.operation().equals("deactivate")) {
            return deactivate(id);
        }
        return update(id, true) ? id : "";
    }

    private String deactivate(String id) {
        if (!changeStatus(id, false)) {
            return "";
        }
        if (!STATE.containsAll(delivery.changed())) {
            try {
                return update(id, false) ? id : "";
            } catch (Refusal e) {
                // Whoever leaves has left: a field that is refused with it holds nothing up.
            }
        }
        readBack(id, null);
        return id;
    }

    /** The member with an e-mail, or {@code null}. The server ignores filters that it does not know: every row is checked. */
    private @Nullable JsonNode find(String email) {
        Reply reply = calls.call("find", Map.of("email", URLEncoder.encode(email, StandardCharsets.UTF_8)));
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode member : AssetSonarAnswers.list(reply, "members")) {
            account.see(member);
            if (!member.path("email").asText().equalsIgnoreCase(email)) {
                throw new TargetTrouble(
                        Trouble.DOWN,
                        "it ignores the filter for e-mails and shows members that were not asked for",
                        null);
            }
            found.add(member);
        }
        if (found.size() > 1) {
            throw new Refusal("several members have this e-mail there. Leave one of them.", true);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private String take(JsonNode found) {
        String id = found.path("id").asText();
        boolean active = AssetSonarMembers.isActive(found);
        ownership.mayTake(
                new Ownership.Found(
                        id,
                        active,
                        found.path("email").asText(),
                        "",
                        found.path("role_name").asText()),
                delivery);
        ownership.made(delivery, id);
        if (!update(id, delivery.active())) {
            throw new TargetTrouble(Trouble.OWN, "the member that was just found there is gone", null);
        }
        return id;
    }

    private String create() {
        MemberWrite write = write("", true);
        Reply reply = ownership.create(delivery, delivery.field("email"), calls, write);
        String errors = AssetSonarAnswers.errors(reply);
        if (!errors.isEmpty()) {
            ownership.notCreated(delivery);
        }
        if (AssetSonarAnswers.isTaken(errors)) {
            JsonNode found = find(delivery.field("email"));
            if (found == null) {
                throw new Refusal("the e-mail is taken there, but a look-up does not show by whom.", true);
            }
            return take(found);
        }
        refuse(reply, errors);
        String id = reply.body()
                .path("member_id")
                .asText(AssetSonarAnswers.member(reply).path("id").asText());
        if (id.isEmpty()) {
            throw new TargetTrouble(Trouble.UNKNOWN, "it names no id for the member that it made", null);
        }
        ownership.made(delivery, id);
        readBack(id, write);
        return id;
    }

    /** Writes all fields and reads them back; {@code false} if there is no such member. */
    private boolean update(String id, boolean withRole) {
        MemberWrite write = write(id, withRole);
        Reply reply = calls.call("update", write);
        if (AssetSonarAnswers.isGone(reply)) {
            return false;
        }
        String errors = AssetSonarAnswers.errors(reply);
        if (AssetSonarAnswers.isTaken(errors)) {
            throw new Refusal("the e-mail is taken by another member there.", true);
        }
        refuse(reply, errors);
        readBack(id, write);
        return true;
    }

    private boolean changeStatus(String id, boolean active) {
        Reply reply = calls.call(active ? "activate" : "deactivate", new MemberWrite(id, delivery));
        if (AssetSonarAnswers.isGone(reply)) {
            return false;
        }
        refuse(reply, AssetSonarAnswers.errors(reply));
        return true;
    }

    private void refuse(Reply reply, String errors) {
        if (errors.isEmpty()) {
            return;
        }
        String said = delivery.masked(errors);
        int status = AssetSonarAnswers.status(reply);
        if (status == 403) {
            throw new TargetTrouble(Trouble.OWN, "the token's owner may not do this there: " + said, null);
        }
        if (errors.contains("Role Id is invalid")) {
            account.roles().forget(delivery.field("role"));
        }
        throw new Refusal(said, false);
    }

    private MemberWrite write(String id, boolean withRole) {
        Map<String, String> ids = new HashMap<>();
        if (withRole) {
            ids.put("role", role());
        }
        String team = delivery.field("team").isEmpty() ? null : account.teams().id(delivery.field("team"), calls);
        if (team != null) {
            ids.put("team", team);
        }
        if (account.isV2()) {
            delivery.customFields().keySet().forEach(name -> ids.put(Member.CUSTOM + name, customField(name)));
        }
        return new MemberWrite(id, delivery, ids, account.isV2() ? emptied() : Map.of());
    }

    private String role() {
        String role = delivery.field("role");
        String id = account.roles().id(role, calls);
        if (id == null) {
            throw new Refusal(
                    "it has no role '" + role
                            + "'. Make the role there, or take it out of roles.catalogue. Roles there: "
                            + String.join(", ", account.roles().known()) + ".",
                    false);
        }
        return id;
    }

    private String customField(String name) {
        String id = account.customFields().id(name, calls);
        if (id == null) {
            throw new Refusal(
                    "no member there shows a custom field '" + name
                            + "'. Make the field there, or take it out of custom-fields.",
                    false);
        }
        return id;
    }

    /** v2 empties a field by an empty text; v1 cannot. */
    private Map<String, JsonNode> emptied() {
        Map<String, JsonNode> emptied = new HashMap<>();
        for (String name : delivery.changed()) {
            if (!NEVER_EMPTY.contains(name) && delivery.field(name).isEmpty()) {
                emptied.put(name, TextNode.valueOf(""));
            }
        }
        return emptied;
    }

    /** Proves a write: the member has the values that were written, as far as the API shows them, and the wanted status. */
    private void readBack(String id, @Nullable MemberWrite write) {
        JsonNode member = member(id);
        if (AssetSonarMembers.isActive(member) != delivery.active()) {
            correctStatus(id);
            member = member(id);
        }
        List<String> others = write == null ? new ArrayList<>() : Comparison.others(write, member);
        if (AssetSonarMembers.isActive(member) != delivery.active()) {
            others.add("status");
        }
        if (!SameValue.of(delivery.field("email"), member.path("email").asText())) {
            others.add("email");
        }
        if (!others.isEmpty()) {
            throw new TargetTrouble(
                    Trouble.OWN,
                    "it answered that it is done, but kept other values in: " + String.join(", ", others),
                    null);
        }
    }

    /** A refusal now would be taken for one of the whole change, which is done already. */
    private void correctStatus(String id) {
        try {
            changeStatus(id, delivery.active());
        } catch (Refusal e) {
            throw new TargetTrouble(Trouble.OWN, "it refuses the member's status: " + e.getMessage(), null);
        }
    }

    private JsonNode member(String id) {
        Reply reply = calls.call("read", Map.of("id", TargetCalls.segment(id)));
        JsonNode member = AssetSonarAnswers.member(reply);
        if (!reply.isSuccess() || !member.path("id").asText().equals(id)) {
            throw new TargetTrouble(Trouble.OWN, "the member cannot be read back", null);
        }
        account.see(member);
        return member;
    }
}
