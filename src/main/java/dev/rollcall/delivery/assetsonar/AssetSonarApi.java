package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.SameValue;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberApi;
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

/** What AssetSonar's members, writes and answers are like: the key is the e-mail, roles and teams go by learnt ids. */
final class AssetSonarApi implements MemberApi {
    private static final Words WORDS = new Words("email", "e-mail", "member");

    /** What has to have a value there, and the flags: those are on or off, and keep what they are where we know nothing. */
    private static final Set<String> NEVER_EMPTY = Set.of("email", "last_name", "role", "status", "login_enabled");

    private final HttpDelivery delivery;
    private final Account account;
    private final TargetCalls calls;

    AssetSonarApi(HttpDelivery delivery, Account account, TargetCalls calls) {
        this.delivery = delivery;
        this.account = account;
        this.calls = calls;
    }

    @Override
    public Words words() {
        return WORDS;
    }

    /** The server ignores filters that it does not know: every row is checked. */
    @Override
    public @Nullable JsonNode find(String email) {
        Reply reply = calls.call("find", Map.of("email", URLEncoder.encode(email, StandardCharsets.UTF_8)));
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode member : AssetSonarAnswers.list(reply, "members")) {
            account.see(member);
            if (!member.path("email").asText().equalsIgnoreCase(email)) {
                throw new TargetTrouble(
                        Trouble.DOWN,
                        "it ignores the filter for e-mails and shows members that were not asked for",
                        null);
            }
            found.put(member.path("id").asText(), member);
        }
        if (found.size() > 1) {
            throw new Refusal("several members have this e-mail there. Leave one of them.", true);
        }
        return found.isEmpty() ? null : found.values().iterator().next();
    }

    @Override
    public Ownership.Found found(JsonNode member) {
        return new Ownership.Found(
                member.path("id").asText(),
                AssetSonarMembers.isActive(member),
                member.path("email").asText(),
                "",
                member.path("role_name").asText(),
                false);
    }

    @Override
    public MemberWrite write(String id, boolean withRole) {
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

    @Override
    public boolean isOwn(Reply reply) {
        return AssetSonarAnswers.isOwn(reply);
    }

    @Override
    public String complaint(Reply reply) {
        return AssetSonarAnswers.errors(reply);
    }

    @Override
    public boolean isTaken(Reply reply) {
        return AssetSonarAnswers.isTaken(AssetSonarAnswers.errors(reply));
    }

    @Override
    public boolean isGone(Reply reply) {
        return AssetSonarAnswers.isGone(reply);
    }

    @Override
    public boolean isForbidden(Reply reply) {
        return AssetSonarAnswers.status(reply) == 403;
    }

    @Override
    public void forget(String complaint) {
        if (complaint.contains("Role Id is invalid")) {
            account.roles().forget(delivery.field("role"));
        }
    }

    @Override
    public String madeId(Reply reply) {
        return reply.body()
                .path("member_id")
                .asText(AssetSonarAnswers.member(reply).path("id").asText(""));
    }

    @Override
    public JsonNode member(Reply reply) {
        JsonNode member = AssetSonarAnswers.member(reply);
        account.see(member);
        return member;
    }

    /** v2's writes leave the status alone. */
    @Override
    public boolean correctsStatus() {
        return true;
    }

    @Override
    public List<String> others(@Nullable MemberWrite write, JsonNode member) {
        List<String> others = write == null ? new ArrayList<>() : Comparison.others(write, member);
        if (write != null && Comparison.isRenamed(delivery.field("role"), write, member)) {
            account.roles().forget(delivery.field("role"));
            others.add("role");
        }
        if (AssetSonarMembers.isActive(member) != delivery.active()) {
            others.add("status");
        }
        if (!SameValue.of(delivery.field("email"), member.path("email").asText())) {
            others.add("email");
        }
        return others;
    }
}
