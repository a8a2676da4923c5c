package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.FieldTemplate.Line;
import dev.rollcall.member.Member;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the body of a write out of the lines in the route, see {@link FieldTemplate}. The route's variable {@code write}
 * is the {@link MemberWrite}, or the change itself as a delivery route gets it. Blank values are left out.
 */
@Component("memberBody")
public class MemberBody {
    /** What becomes a JSON boolean; in a form 1 or 0. */
    private static final List<String> FLAGS = List.of("login_enabled", "status.flag");

    private record Entry(String parameter, String name, JsonNode value) {}

    /** A form body, URL-encoded. Custom fields: {@code user[custom_attributes][*] = custom.*}. */
    public String form(@Body String template, @Variable("write") Object write) {
        StringJoiner form = new StringJoiner("&");
        for (Entry entry : entries(template, write)) {
            JsonNode value = entry.value();
            if (!value.isNull()) {
                String text = value.isBoolean() ? value.asBoolean() ? "1" : "0" : value.asText();
                form.add(encoded(entry.parameter()) + "=" + encoded(text));
            }
        }
        return form.toString();
    }

    /**
     * A JSON object as a map, for {@code marshal: json}. A dot in a parameter makes an object in it. Custom fields:
     * {@code custom_fields[] = custom.*} makes a list of {@code {id, value}} by ids that were learnt, and {@code extras.* =
     * custom.*} an object of names and values. The variable {@code more} may hold more
     * lines.
     */
    public Map<String, @Nullable Object> json(
            @Body String template, @Variable("write") Object write, @Variable("more") @Nullable String more) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (Entry entry : entries(more == null ? template : template + "\n" + more, write)) {
            if (entry.parameter().endsWith("[]")) {
                put(json, entry.parameter().substring(0, entry.parameter().length() - 2), listed(entry, write));
            } else {
                put(json, entry.parameter(), plain(entry.value()));
            }
        }
        return json;
    }

    private static List<Entry> entries(String template, Object write) {
        MemberWrite member =
                write instanceof MemberWrite it ? it : new MemberWrite("", HttpDelivery.of((Map<?, ?>) write));
        List<Entry> entries = new ArrayList<>();
        for (Line line : lines(template)) {
            if (line.source().equals(Member.CUSTOM + "*")) {
                member.delivery()
                        .customFields()
                        .forEach((name, value) -> entries.add(
                                new Entry(line.parameter().replace("*", name), name, TextNode.valueOf(value))));
            } else {
                JsonNode value = value(line, member);
                if (value != null) {
                    entries.add(new Entry(line.parameter(), "", value));
                }
            }
        }
        if (write instanceof MemberWrite) {
            remember(template, entries, member);
        }
        return entries;
    }

    private static List<Line> lines(String template) {
        try {
            return FieldTemplate.of(template).lines();
        } catch (IllegalArgumentException e) {
            throw new TargetTrouble(Trouble.OWN, "the route's lines: " + e.getMessage(), null);
        }
    }

    private static void remember(String template, List<Entry> entries, MemberWrite member) {
        List<String> constants = lines(template).stream()
                .filter(Line::isConstant)
                .map(Line::parameter)
                .toList();
        for (Entry entry : entries) {
            if (!entry.name().isEmpty()) {
                member.sent(Member.CUSTOM + entry.name(), entry.value());
            } else if (!constants.contains(entry.parameter())) {
                member.sent(entry.parameter(), entry.value());
            }
        }
    }

    private static @Nullable JsonNode value(Line line, MemberWrite member) {
        if (!line.id().isEmpty()) {
            String id = member.ids().get(line.id());
            return id == null ? member.cleared().get(line.source()) : number(id);
        }
        if (line.fields().isEmpty()) {
            return constant(line.constant());
        }
        String joined = line.fields().stream()
                .map(field -> field(member.delivery(), field))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(", "));
        if (joined.isEmpty()) {
            return member.cleared().keySet().containsAll(line.fields())
                    ? member.cleared().get(line.fields().get(0))
                    : null;
        }
        if (line.fields().size() == 1 && FLAGS.contains(line.fields().get(0))) {
            return BooleanNode.valueOf(List.of("true", "yes", "1").contains(joined.toLowerCase(Locale.ROOT)));
        }
        return line.source().equals("status.number")
                ? IntNode.valueOf(Integer.parseInt(joined))
                : TextNode.valueOf(joined);
    }

    private static String field(HttpDelivery delivery, String field) {
        if (field.startsWith(Member.CUSTOM)) {
            return delivery.customFields().getOrDefault(field.substring(Member.CUSTOM.length()), "");
        }
        return switch (field) {
            case "status.number" -> delivery.active() ? "1" : "0";
            case "status.flag" -> String.valueOf(delivery.active());
            default -> delivery.field(field);
        };
    }

    private static JsonNode constant(String text) {
        return switch (text) {
            case "true", "false" -> BooleanNode.valueOf(Boolean.parseBoolean(text));
            default -> number(text);
        };
    }

    private static JsonNode number(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
    }

    private static List<Object> listed(Entry entry, Object write) {
        String id = write instanceof MemberWrite member ? member.ids().get(Member.CUSTOM + entry.name()) : null;
        if (id != null) {
            return List.of(Map.of(
                    "id", number(id).numberValue(), "value", entry.value().asText()));
        }
        Object plain = plain(entry.value());
        return plain == null ? List.of() : List.of(plain);
    }

    private static @Nullable Object plain(JsonNode value) {
        return value.isNull()
                ? null
                : value.isBoolean()
                        ? (Object) value.asBoolean()
                        : value.isNumber() ? value.numberValue() : value.asText();
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, @Nullable Object> json, String parameter, @Nullable Object value) {
        Map<String, @Nullable Object> object = json;
        String name = parameter;
        int dot = name.indexOf('.');
        // A custom field's name may hold dots: the parameter's own come first.
        while (dot > 0 && dot < name.length() - 1) {
            object = (Map<String, @Nullable Object>) Objects.requireNonNull(
                    object.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>()));
            name = name.substring(dot + 1);
            dot = name.indexOf('.');
        }
        if (value instanceof List<?> more && object.get(name) instanceof List<?> before) {
            ((List<Object>) before).addAll((List<Object>) more);
        } else {
            object.put(name, value instanceof List<?> list ? new ArrayList<>(list) : value);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
