package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.SameValue;
import dev.rollcall.delivery.http.MemberWrite;
import dev.rollcall.member.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what was written against what the API shows afterwards. */
final class Comparison {
    private Comparison() {}

    /** Names of what was written and reads otherwise. What the API does not show cannot be judged. */
    static List<String> others(MemberWrite write, JsonNode member) {
        List<String> others = new ArrayList<>();
        Map<String, String> customFields = customFields(member);
        write.sent().forEach((parameter, value) -> {
            if (parameter.startsWith(Member.CUSTOM)) {
                String name = parameter.substring(Member.CUSTOM.length());
                if (customFields.containsKey(name) && !SameValue.of(value.asText(), customFields.get(name))) {
                    others.add(parameter);
                }
                return;
            }
            String name = name(parameter);
            JsonNode shown = member.path(name);
            if (!name.equals("status")
                    && !shown.isMissingNode()
                    && !shown.isContainerNode()
                    && !SameValue.of(value.isNull() ? "" : value.asText(), shown.isNull() ? "" : shown.asText())) {
                others.add(name);
            }
        });
        return others;
    }

    /** Whether the role that was written by its id has another name now: roles are renamed there. */
    static boolean isRenamed(String role, MemberWrite write, JsonNode member) {
        String shown = member.path("role_name").asText("");
        return write.hasId("role") && !shown.isEmpty() && !SameValue.of(role, shown);
    }

    /** Names to values: a list of {@code {id, name, value}}, or an object of names and values. */
    static Map<String, String> customFields(JsonNode member) {
        Map<String, String> values = new HashMap<>();
        JsonNode fields = member.path("custom_fields");
        if (fields.isObject()) {
            fields.properties().forEach(field -> values.put(field.getKey(), text(field.getValue())));
        } else {
            fields.forEach(field -> values.put(field.path("name").asText(), text(field.path("value"))));
        }
        return values;
    }

    /** Several choices come as a list; a checkbox that is off is an empty one. */
    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isNull() ? "" : value.asText();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.asText()));
        return String.join(", ", texts);
    }

    /** {@code user[city]} and {@code member.city} are {@code city}. */
    private static String name(String parameter) {
        int bracket = parameter.lastIndexOf('[');
        return bracket >= 0 && parameter.endsWith("]")
                ? parameter.substring(bracket + 1, parameter.length() - 1)
                : parameter.substring(parameter.lastIndexOf('.') + 1);
    }
}
