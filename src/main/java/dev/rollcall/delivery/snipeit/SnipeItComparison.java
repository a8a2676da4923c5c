package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.SameValue;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberWrite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds what was written against what Snipe-IT shows: ids within objects, dates within objects, groups as rows. */
final class SnipeItComparison {
    /** Member field, the kind of thing that it names, and the reference in the lines of the body. */
    static final List<List<String>> REFERENCES = List.of(
            List.of("department", "departments", "department"),
            List.of("location", "locations", "location"),
            List.of("organization", "companies", "company"));

    private static final String GROUPS = "groups[]";

    private SnipeItComparison() {}

    /** Names of what was written and reads otherwise. What the API does not show cannot be judged. */
    static List<String> others(@Nullable MemberWrite write, JsonNode user) {
        List<String> others = new ArrayList<>();
        if (write != null) {
            write.sent().forEach((parameter, value) -> {
                String shown = shown(parameter, user);
                if (shown != null && !SameValue.of(value.isNull() ? "" : value.asText(), shown)) {
                    others.add(
                            parameter.equals(GROUPS)
                                    ? parameter + " (only a superuser's token changes groups)"
                                    : parameter);
                }
            });
        }
        return others;
    }

    /** What was written by its id and has another name now: things are renamed there. */
    static List<String> renamed(MemberWrite write, HttpDelivery delivery, JsonNode user) {
        List<String> renamed = new ArrayList<>();
        for (List<String> reference : REFERENCES) {
            renamed(reference.get(0), reference.get(2), user.path(reference.get(2)), write, delivery, renamed);
        }
        renamed("role", "role", user.path("groups").path("rows").path(0), write, delivery, renamed);
        return renamed;
    }

    private static void renamed(
            String field,
            String reference,
            JsonNode shown,
            MemberWrite write,
            HttpDelivery delivery,
            List<String> renamed) {
        String name = SnipeItAnswers.text(shown.path("name"));
        if (write.hasId(reference) && !name.isEmpty() && !SameValue.of(delivery.field(field), name)) {
            renamed.add(field);
        }
    }

    private static @Nullable String shown(String parameter, JsonNode user) {
        if (parameter.equals("activated")) {
            return null;
        }
        if (parameter.equals(GROUPS)) {
            JsonNode rows = user.path("groups").path("rows");
            return rows.size() == 1 ? rows.path(0).path("id").asText() : "";
        }
        String name = parameter.endsWith("_id") ? parameter.substring(0, parameter.length() - 3) : parameter;
        JsonNode value = user.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (value.isObject()) {
            return value.path(parameter.endsWith("_id") ? "id" : "date").asText("");
        }
        return value.isNull() ? "" : value.asText();
    }
}
