package dev.rollcall.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a search. Only fixed pieces of SQL written in this package come together here, so that each combination
 * can use its index; every value is bound.
 */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Adds a condition with its values. */
    Where and(String condition, Object... bound) {
        conditions.add(condition);
        values.addAll(List.of(bound));
        return this;
    }

    /** Adds a condition if its value was asked for. */
    Where andIf(String condition, @Nullable String value) {
        return value == null || value.isEmpty() ? this : and(condition, value);
    }

    /** All conditions of several. */
    static Where all(List<Where> several) {
        Where all = new Where();
        for (Where one : several) {
            all.conditions.addAll(one.conditions);
            all.values.addAll(one.values);
        }
        return all;
    }

    /**
     * The order by id that the index of the first condition has: H2 uses an index for an order only where all its columns are
     * named, though the first ones are the same in all rows.
     */
    String order() {
        String first = conditions.get(0);
        return " ORDER BY " + (first.endsWith(" = ?") ? first.substring(0, first.length() - 4) + ", " : "") + "m.id";
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** The same conditions, to be added to. */
    Where copy() {
        Where copy = new Where();
        copy.conditions.addAll(conditions);
        copy.values.addAll(values);
        return copy;
    }

    String sql() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** The values of all conditions, then {@code more}. */
    Object[] values(Object... more) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(List.of(more));
        return all.toArray();
    }
}
