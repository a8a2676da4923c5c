package dev.rollcall.console;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page by key: the rows after the cursor, which is the last key of the page before. It costs the same at any depth.
 *
 * @param nextCursor for the next page, or {@code null} after the last
 */
record Page<T>(List<T> rows, @Nullable String nextCursor) {
    /** Sorts before every other id. */
    static final UUID START = new UUID(0, 0);

    /** The page of a query that asked for one row more than {@code limit}. */
    static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> key) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, null);
        }
        List<T> rows = oneMore.subList(0, limit);
        return new Page<>(rows, key.apply(rows.get(limit - 1)));
    }

    /** A limit from 1 to 200; 50 where none is asked for. */
    static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return 50;
        }
        if (asked < 1 || asked > 200) {
            throw ApiRefusal.badRequest("The parameter 'limit' must be from 1 to 200.");
        }
        return asked;
    }

    /** A parameter that takes only these values, if it is there. */
    static void oneOf(String name, @Nullable String value, String... known) {
        if (value != null && !value.isEmpty() && !List.of(known).contains(value)) {
            throw ApiRefusal.badRequest(
                    "The parameter '" + name + "' must be one of " + String.join(", ", known) + ".");
        }
    }

    /** The id that a cursor holds. */
    static UUID after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return START;
        }
        return id(cursor)
                .orElseThrow(
                        () -> ApiRefusal.badRequest(
                                "The parameter 'cursor' is none of ours. Take nextCursor of the page before, or leave it out."));
    }

    /** Text as an id of ours, if it is one. */
    static Optional<UUID> id(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
