package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.http.LearntIds;
import dev.rollcall.delivery.http.LearntIds.Page;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.settings.Targets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was learnt of one account: ids of its roles, teams and custom fields, by name. */
final class Account {
    private final Targets.AssetSonar settings;
    private final LearntIds roles;
    private final LearntIds teams;
    private final LearntIds customFields;

    Account(Targets.AssetSonar settings) {
        this.settings = settings;
        this.roles = new LearntIds("roles", isV2() ? this::rolesOfV2 : this::ofMembers);
        this.teams = new LearntIds("teams", this::teamsOf);
        this.customFields = new LearntIds("custom fields", this::fieldsOfMembers);
    }

    boolean isOf(Targets.AssetSonar other) {
        return settings.url().equals(other.url()) && settings.api().equals(other.api());
    }

    String api() {
        return isV2() ? "v2" : "v1";
    }

    boolean isV2() {
        return settings.api().equals("v2");
    }

    LearntIds roles() {
        return roles;
    }

    LearntIds teams() {
        return teams;
    }

    LearntIds customFields() {
        return customFields;
    }

    /** Takes the ids that a member's record shows beside the names. */
    void see(JsonNode member) {
        roles.see(member.path("role_name").asText(), member.path("role_id").asText());
        for (JsonNode field : member.path("custom_fields")) {
            customFields.see(field.path("name").asText(), field.path("id").asText());
        }
    }

    private Page rolesOfV2(String cursor, TargetCalls calls) {
        return page("roles", cursor, calls, "custom_roles");
    }

    private Page teamsOf(String cursor, TargetCalls calls) {
        return page("teams", cursor, calls, "teams");
    }

    private Page page(String call, String cursor, TargetCalls calls, String list) {
        String number = cursor.isEmpty() ? "1" : cursor;
        Reply reply = calls.readPatiently(call, Map.of("page", number));
        Map<String, String> ids = new HashMap<>();
        for (JsonNode item : AssetSonarAnswers.list(reply, list)) {
            ids.put(item.path("name").asText(), item.path("id").asText());
        }
        return new Page(ids, AssetSonarAnswers.next(reply, number));
    }

    /** v1 lists no roles: their ids are read off members that hold them, active or not. */
    private Page ofMembers(String cursor, TargetCalls calls) {
        return new Page(Map.of(), nextOfMembers(cursor, calls));
    }

    private Page fieldsOfMembers(String cursor, TargetCalls calls) {
        return new Page(Map.of(), nextOfMembers(cursor, calls));
    }

    private @Nullable String nextOfMembers(String cursor, TargetCalls calls) {
        AssetSonarMembers.Raw raw = AssetSonarMembers.raw(cursor, calls);
        raw.members().forEach(this::see);
        return raw.next();
    }
}
