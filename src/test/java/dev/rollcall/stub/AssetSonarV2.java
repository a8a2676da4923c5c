package dev.rollcall.stub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.stub.StubServer.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second generation of the API over the same members: JSON, wrapped, with pages that name the next one. */
final class AssetSonarV2 {
    private final AssetSonarStub stub;

    AssetSonarV2(AssetSonarStub stub) {
        this.stub = stub;
    }

    Answer answer(Call call, String id) {
        return switch (call.method() + " " + call.path().replaceAll("/[0-9]+", "/#")) {
            case "GET /api/v2/members" ->
                paged(
                        "members",
                        stub.all().stream()
                                .filter(AssetSonarStub::isActive)
                                .map(stub::shown)
                                .toList(),
                        call);
            case "GET /api/v2/members/#" -> member(id);
            case "POST /api/v2/members" -> {
                Answer made = stub.create(body(call));
                yield error(made, made.body() instanceof Map<?, ?> map ? String.valueOf(map.get("member_id")) : "");
            }
            case "PATCH /api/v2/members/#" -> {
                Map<String, String> attributes = new LinkedHashMap<>(body(call));
                attributes.putIfAbsent("email", email(id));
                yield error(stub.update(id, attributes), id);
            }
            case "PUT /api/v2/members/#/activate" ->
                error(stub.update(id, Map.of("status", "1", "email", email(id))), id);
            case "PUT /api/v2/members/#/deactivate" ->
                error(stub.update(id, Map.of("status", "0", "email", email(id))), id);
            case "GET /api/v2/custom_roles" -> paged("custom_roles", stub.namedRoles(), call);
            case "GET /api/v2/teams" -> paged("teams", stub.namedTeams(), call);
            default -> new Answer(404, Map.of("messages", Map.of("errors", List.of("Not found"))));
        };
    }

    private String email(String id) {
        return String.valueOf(stub.member(id).getOrDefault("email", ""));
    }

    private Map<String, String> body(Call call) {
        JsonNode member = StubServer.json(call).path("member");
        return member.isObject() ? stub.attributes(member) : Map.of();
    }

    private Answer member(String id) {
        Map<String, @Nullable Object> member = stub.member(id);
        return member.isEmpty()
                ? new Answer(404, Map.of("messages", Map.of("errors", List.of("Not found"))))
                : new Answer(200, Map.of("member", member));
    }

    /** v1's outcome in v2's envelope. */
    private Answer error(Answer v1, String id) {
        if (v1.body() instanceof Map<?, ?> body && body.containsKey("errors")) {
            int status = body.get("status") instanceof Integer inside ? inside : v1.status();
            return new Answer(status, Map.of("messages", Map.of("errors", List.of(body.get("errors")))));
        }
        return member(id);
    }

    private Answer paged(String name, List<?> all, Call call) {
        Answer v1 = stub.page(name, all, call);
        Map<?, ?> page = (Map<?, ?>) v1.body();
        int number = Integer.parseInt(call.query().getOrDefault("page", "1"));
        boolean more = number < Integer.parseInt(String.valueOf(page.get("total_pages")));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("next_page", more ? stub.url() + call.path() + "?page=" + (number + 1) : null);
        return new Answer(200, Map.of(name, page.get(name), "metadata", metadata));
    }
}
