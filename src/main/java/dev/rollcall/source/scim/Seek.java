package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What comes behind a cursor, in SQL over {@code source_record r}: texts are constants of this package, values are
 * parameters. Users without a value are last, or first where it descends (RFC 7644 section 3.4.2.3).
 */
record Seek(String sql, List<Object> parameters) {
    private static final Seek EVERYBODY = new Seek("TRUE", List.of());
    private static final Set<String> TIMES = Set.of("created", "modified");

    static Seek of(ListQuery query) {
        Cursor after = query.after();
        if (after == null) {
            return EVERYBODY;
        }
        if (query.sortColumn() == null) {
            return new Seek("r.id > ?", List.of(after.id()));
        }
        String column = "r." + query.sortColumn();
        Object value = value(query.sortColumn(), after.key());
        if (value == null) {
            String same = column + " IS NULL AND r.id > ?";
            return new Seek(
                    query.descending() ? "((" + same + ") OR " + column + " IS NOT NULL)" : "(" + same + ")",
                    List.of(after.id()));
        }
        String behind = query.descending() ? column + " < ?" : "(" + column + " > ? OR " + column + " IS NULL)";
        return new Seek("(" + behind + " OR (" + column + " = ? AND r.id > ?))", List.of(value, value, after.id()));
    }

    /** A column's value as a cursor holds it. */
    static JsonNode key(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        }
        return value instanceof Boolean flag ? BooleanNode.valueOf(flag) : TextNode.valueOf(value.toString());
    }

    /** The value of the row's only column. */
    static @Nullable Object value(ResultSet row, String column) throws SQLException {
        return TIMES.contains(column) ? row.getObject(1, OffsetDateTime.class) : row.getObject(1);
    }

    private static @Nullable Object value(String column, JsonNode key) {
        if (key.isNull()) {
            return null;
        }
        try {
            return column.equals("active")
                    ? key.asBoolean()
                    : column.equals("id")
                            ? UUID.fromString(key.asText())
                            : TIMES.contains(column) ? OffsetDateTime.parse(key.asText()) : key.asText();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ScimException.invalidCursor("the cursor is not one that this server gave. Start again without one");
        }
    }
}
