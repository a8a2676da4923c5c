package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.member.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads members out of an API's JSON by the lines of a route, {@code member field = name there}: a dot leads into an object.
 * Only what the lines name is taken: a raw record may hold secrets.
 */
public final class MemberRows {
    private MemberRows() {}

    /**
     * The rows of a page.
     *
     * @param lines the template
     * @param members the API's list
     * @param more what the lines cannot say, such as custom fields
     * @return maps with {@code id} and the member fields that the API shows, {@code null} where it shows them empty
     */
    public static List<Map<String, @Nullable Object>> of(
            String lines, JsonNode members, Function<JsonNode, Map<String, @Nullable Object>> more) {
        Map<String, String> names = names(lines);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonNode member : members) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            names.forEach((field, name) -> {
                JsonNode value = at(member, name);
                if (!value.isMissingNode()) {
                    row.put(field, value.isNull() || value.isContainerNode() ? null : text(value));
                }
            });
            row.putAll(more.apply(member));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, String> names(String lines) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String raw : lines.split("\n")) {
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] sides = line.split("\\s+=\\s+", 2);
                if (sides.length < 2 || !sides[0].equals("id") && !Member.FIELDS.contains(sides[0])) {
                    throw new TargetTrouble(
                            Trouble.OWN,
                            "the route's line '" + line + "' is not of the form: member field = name there",
                            null);
                }
                names.put(sides[0], sides[1]);
            }
        }
        return names;
    }

    private static JsonNode at(JsonNode member, String name) {
        JsonNode value = member;
        for (String part : name.split("\\.")) {
            // An object that is null says: empty.
            value = value.isNull() ? value : value.path(part);
        }
        return value;
    }

    private static String text(JsonNode value) {
        String text = value.asText();
        return text.indexOf('&') < 0
                ? text
                : text.replace("&quot;", "\"")
                        .replace("&#039;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
    }
}
