package dev.rollcall.delivery.jdbc;

import dev.rollcall.member.Member;
import dev.rollcall.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns the changes of a delivery into rows for {@code sql:} with named parameters: flat maps, since a batch looks its
 * parameters up in each row.
 */
@Component("deliveryRows")
public class DeliveryRows {
    private final Settings settings;

    DeliveryRows(Settings settings) {
        this.settings = settings;
    }

    /**
     * One row a member.
     *
     * @param changes the body of a delivery route
     * @return maps with {@code id} (the target's id, or ours for a new member), {@code memberId}, {@code targetId},
     *     {@code operation}, every member field by its name ({@code null} where empty), and custom fields as
     *     {@code custom_<name in lower case, other characters as _>}, {@code null} too where empty
     */
    public List<Map<String, Object>> members(List<Map<String, Object>> changes) {
        List<Map<String, Object>> rows = new ArrayList<>(changes.size());
        for (Map<String, Object> change : changes) {
            Map<String, Object> row = new HashMap<>();
            Member.FIELDS.forEach(field -> row.put(field, null));
            settings.current().customFields().forEach(field -> row.put(column(field.name()), null));
            row.putAll(map(change.get("member")));
            map(change.get("customFields")).forEach((name, value) -> row.put(column(String.valueOf(name)), value));
            row.put("id", change.get("key"));
            for (String name : List.of("memberId", "targetId", "operation")) {
                row.put(name, change.get(name));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The keys of the members as the array {@code keys}, for a question which of them the asset system has. */
    public Map<String, Object> keys(List<Map<String, Object>> changes) {
        return Map.of("keys", changes.stream().map(change -> change.get("key")).toArray(String[]::new));
    }

    /** {@link #members} whose key is in {@code found}, rows with {@code id}. */
    public List<Map<String, Object>> existing(List<Map<String, Object>> changes, List<Map<String, Object>> found) {
        return members(changes, found, true);
    }

    /** {@link #members} whose key is not in {@code found}. */
    public List<Map<String, Object>> missing(List<Map<String, Object>> changes, List<Map<String, Object>> found) {
        return members(changes, found, false);
    }

    private List<Map<String, Object>> members(
            List<Map<String, Object>> changes, List<Map<String, Object>> found, boolean there) {
        Set<Object> ids = found.stream().map(row -> row.get("id")).collect(Collectors.toSet());
        return members(changes.stream()
                .filter(change -> ids.contains(change.get("key")) == there)
                .toList());
    }

    /** One row a custom field value: {@code id}, {@code custom_field}, {@code field_value}. */
    public List<Map<String, Object>> customFields(List<Map<String, Object>> changes) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> change : changes) {
            map(change.get("customFields")).forEach((name, value) -> {
                Map<String, Object> row = new HashMap<>();
                row.put("id", change.get("key"));
                row.put("custom_field", name);
                row.put("field_value", value);
                rows.add(row);
            });
        }
        return rows;
    }

    private static String column(String name) {
        StringBuilder column = new StringBuilder("custom_");
        name.toLowerCase(Locale.ROOT)
                .chars()
                .forEach(c -> column.append(Character.isLetterOrDigit(c) ? (char) c : '_'));
        return column.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
