package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.scim.Filter.AttributeName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a list is asked for (RFC 7644 section 3.4.2, RFC 9865).
 *
 * @param startIndex from 1
 * @param count at most {@link #MOST}; 0 asks for the total alone
 * @param byCursor whether the client pages by cursor; {@code after} is what it has seen, {@code null} on the first page
 * @param sortColumn a column of {@code source_record}; {@code null} for the order of creation, and where it is none
 * @param sortBy an attribute that is no column of its own
 */
record ListQuery(
        @Nullable String filter,
        long startIndex,
        int count,
        boolean byCursor,
        @Nullable Cursor after,
        @Nullable String sortColumn,
        @Nullable AttributeName sortBy,
        boolean descending,
        AttributeSelection selection) {
    static final int MOST = 200;
    static final int USUAL = 100;

    private static final Map<String, String> SORTED = Map.ofEntries(
            Map.entry("username", "user_name"),
            Map.entry("externalid", "external_id"),
            Map.entry("id", "id"),
            Map.entry("displayname", "display_name"),
            Map.entry("name.formatted", "formatted_name"),
            Map.entry("name.givenname", "given_name"),
            Map.entry("name.familyname", "family_name"),
            Map.entry("emails", "email"),
            Map.entry("emails.value", "email"),
            Map.entry("active", "active"),
            Map.entry("meta.created", "created"),
            Map.entry("meta.lastmodified", "modified"));

    /** Reads URL parameters; names in lower case. */
    static ListQuery of(Map<String, String> parameters) {
        String cursor = parameters.get("cursor");
        boolean byCursor = parameters.containsKey("cursor");
        String column = null;
        AttributeName sortBy = null;
        if (parameters.get("sortby") != null) {
            sortBy = sortBy(parameters.get("sortby"));
            column = SORTED.get(sortBy.toString().toLowerCase(Locale.ROOT));
        }
        boolean descending = descending(parameters.get("sortorder"));
        long startIndex = Math.max(1, number("startIndex", parameters.get("startindex"), 1));
        return new ListQuery(
                parameters.get("filter"),
                byCursor ? 1 : startIndex,
                count(parameters.get("count"), byCursor),
                byCursor,
                cursor == null || cursor.isBlank() ? null : Cursor.read(cursor, order(column, sortBy, descending)),
                column,
                column == null ? sortBy : null,
                descending,
                AttributeSelection.of(parameters));
    }

    /** Reads a search request (RFC 7644 section 3.4.3). */
    static ListQuery of(ObjectNode request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.fields().forEachRemaining(field -> {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            JsonNode value = field.getValue();
            if (name.equals("attributes") || name.equals("excludedattributes")) {
                StringBuilder names = new StringBuilder();
                if (value.isTextual()) {
                    names.append(value.asText());
                }
                value.forEach(item -> names.append(names.isEmpty() ? "" : ",").append(item.asText()));
                parameters.put(name, names.toString());
            } else if (value.isContainerNode() && !name.equals("schemas")) {
                throw ScimException.invalidValue(
                        "'" + field.getKey() + "' of the search request has to be a single value");
            } else if (!value.isNull() && !name.equals("schemas")) {
                parameters.put(name, value.asText());
            }
        });
        parameters
                .entrySet()
                .removeIf(one -> one.getValue().isBlank() && !one.getKey().equals("cursor"));
        return of(parameters);
    }

    /** The size of a page; RFC 9865 section 2.1 has a word of its own for a wrong one. */
    private static int count(@Nullable String text, boolean byCursor) {
        try {
            return (int) Math.max(0, Math.min(MOST, number("count", text, USUAL)));
        } catch (ScimException e) {
            throw byCursor ? new ScimException(400, "invalidCount", e.detail()) : e;
        }
    }

    private static long number(String name, @Nullable String text, long usual) {
        if (text == null || text.isBlank()) {
            return usual;
        }
        String digits = text.trim();
        boolean negative = digits.startsWith("-");
        String plain = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        if (plain.isEmpty() || !plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw ScimException.invalidValue("parameter '" + name + "' has to be a whole number");
        }
        long value = plain.length() > 15 ? Long.MAX_VALUE / 2 : Long.parseLong(plain);
        return negative ? -value : value;
    }

    private static boolean descending(@Nullable String order) {
        if (order == null || order.equalsIgnoreCase("ascending")) {
            return false;
        }
        if (order.equalsIgnoreCase("descending")) {
            return true;
        }
        throw ScimException.invalidValue("parameter 'sortOrder' has to be ascending or descending");
    }

    /** The attribute to sort by, without the core schema's name; it has to be one that a schema lists, and a single value. */
    private static AttributeName sortBy(String written) {
        AttributeName name = AttributeName.of(written.trim());
        if (name != null && sorts(name)) {
            return UserSchema.CORE.equals(name.schema()) ? new AttributeName(null, name.attribute(), name.sub()) : name;
        }
        throw ScimException.invalidPath("users cannot be sorted by '"
                + ScimException.shown(written)
                + "'. Use userName, displayName, name.familyName or meta.created, for example");
    }

    /** Whether it is a column, a single value by a schema, or of a schema that nobody knows. */
    private static boolean sorts(AttributeName name) {
        String schema = name.schema() == null ? UserSchema.schemaOf(name.attribute()) : name.schema();
        Map<String, Attribute> known = UserSchema.attributes(schema);
        if (known == null) {
            return true;
        }
        Attribute attribute = known.get(name.attribute().toLowerCase(Locale.ROOT));
        if (attribute != null && name.sub() != null) {
            attribute = attribute.sub(name.sub());
        }
        String path = name.attribute() + (name.sub() == null ? "" : "." + name.sub());
        boolean column = known == UserSchema.CORE_ATTRIBUTES && SORTED.containsKey(path.toLowerCase(Locale.ROOT));
        return column || (attribute != null && (!attribute.isComplex() || attribute.sub("value") != null));
    }

    /** How users are sorted, for cursors; {@code null} for the order of creation. */
    private static @Nullable String order(@Nullable String column, @Nullable AttributeName sortBy, boolean descending) {
        if (column == null && sortBy == null) {
            return null;
        }
        String by = column == null ? String.valueOf(sortBy).toLowerCase(Locale.ROOT) : column;
        return descending ? by + " descending" : by;
    }

    @Nullable
    String order() {
        return order(sortColumn, sortBy, descending);
    }
}
