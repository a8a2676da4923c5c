package dev.rollcall.mapping;

import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import org.jspecify.annotations.Nullable;

/** What role a user gets. */
sealed interface RoleDecision {
    /**
     * The user gets a role.
     *
     * @param requested what the source asked for, where it is not the role in force
     * @param warning what an admin should know
     */
    record Granted(
            String role,
            Origin origin,
            @Nullable String requested,
            @Nullable String warning) implements RoleDecision {}

    /** The user gets none for now; the problem's code says whether a person may still decide. */
    record Withheld(@Nullable String requested, Problem why) implements RoleDecision {}
}
