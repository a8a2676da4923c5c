package dev.rollcall.member;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one user.
 *
 * @param code the reason
 * @param field the member field, or {@code custom.<Name>}
 * @param attribute the source's attribute path, where one is involved
 * @param sentence what is wrong and, after a full stop, the way out; one line, no HTML, single quotes only
 */
public record Problem(
        ReasonCode code, String field, @Nullable String attribute, String sentence) {}
