package dev.rollcall.source.scim;

import java.util.List;

/**
 * A condition over {@code source_record r}, made of constant texts only.
 *
 * @param where the condition with a {@code ?} for each value
 * @param parameters the values
 * @param exact whether it holds for just the users that the filter matches; otherwise it holds for more
 */
record SqlCondition(String where, List<Object> parameters, boolean exact) {
    /** Holds for every user, rightly. */
    static final SqlCondition ALL = new SqlCondition("1 = 1", List.of(), true);
    /** Holds for every user, since SQL cannot say what is meant. */
    static final SqlCondition UNKNOWN = new SqlCondition("1 = 1", List.of(), false);
    /** Holds for nobody. */
    static final SqlCondition NONE = new SqlCondition("1 = 0", List.of(), true);

    /** Holds for who has an e-mail, the primary one or another; the value comes twice. */
    static final String BY_EMAIL =
            "r.id IN (SELECT p.id FROM source_record p WHERE p.email = ? UNION ALL SELECT e.record_id FROM source_record_email e WHERE e.email = ?)";

    SqlCondition {
        parameters = List.copyOf(parameters);
    }

    /** Whether it asks for one value of one column, or an e-mail: what an identity provider asks before every write. */
    boolean isLookUp() {
        return where.equals(BY_EMAIL) || (parameters.size() == 1 && where.startsWith("r.") && where.endsWith(" = ?"));
    }
}
