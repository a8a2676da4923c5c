package dev.rollcall.source.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.UserKeys;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes users of rows: column names in lower case, {@code id} the key, {@code active} whether the user is in use. */
@Component
final class RowUsers implements RecordReader {
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "inactive", "f");

    @Override
    public String kind() {
        return "route";
    }

    @Override
    public SourceUser read(ObjectNode document) {
        String email = text(document, "email");
        String userName = text(document, "user_name");
        String name = userName == null ? email : userName;
        if (name == null) {
            throw new IllegalArgumentException("a user needs an email or a user_name");
        }
        String active = text(document, "active");
        boolean inUse = active == null || !NO.contains(active.toLowerCase(Locale.ROOT));
        return new SourceUser(
                document,
                inUse,
                new UserKeys(
                        name,
                        text(document, "id"),
                        email,
                        List.of(),
                        text(document, "display_name"),
                        null,
                        text(document, "first_name"),
                        text(document, "last_name")));
    }

    /**
     * The user of a row.
     *
     * @throws PullFailure for a row without an id or a name
     */
    PulledUser user(String sourceId, Map<?, ?> row) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        row.forEach((column, value) -> {
            if (value != null) {
                document.put(String.valueOf(column).toLowerCase(Locale.ROOT), value.toString());
            }
        });
        String key = key(sourceId, row);
        try {
            return new PulledUser(key, read(document));
        } catch (IllegalArgumentException e) {
            throw new PullFailure(
                    "Source '" + sourceId + "': the row with the id '" + key + "' has neither email nor user_name. "
                            + "Give one to every user in the query of route direct:pull-" + sourceId + ".",
                    false,
                    e,
                    key);
        }
    }

    /** The key of a row. */
    String key(String sourceId, Map<?, ?> row) {
        for (Map.Entry<?, ?> column : row.entrySet()) {
            if ("id".equalsIgnoreCase(String.valueOf(column.getKey())) && column.getValue() != null) {
                return column.getValue().toString();
            }
        }
        throw new PullFailure(
                "Source '" + sourceId + "': a row has no id. Let the query of route direct:pull-" + sourceId
                        + " give every user a column 'id' that stays the same for ever.",
                false,
                null);
    }

    private static @Nullable String text(ObjectNode document, String name) {
        String text = document.path(name).asText("").strip();
        return text.isEmpty() ? null : text;
    }
}
