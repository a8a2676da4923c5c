package dev.rollcall.provisioning;

import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Member;
import dev.rollcall.member.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch made, or would make, of one user.
 *
 * @param memberId the member; {@code null} where there is none
 * @param before JSON of the member's fields that differ, as they were; {@code null} for a new member
 * @param after JSON of the member's fields that differ, as they became
 * @param problems why it was rejected or is held
 */
public record Result(
        Kind kind,
        @Nullable UUID memberId,
        @Nullable String before,
        @Nullable String after,
        List<Problem> problems) {

    /** What became of the member. */
    public enum Kind {
        /** It is new. */
        CREATED,
        /** Some of its fields differ. */
        UPDATED,
        /** It is no longer in use. */
        DEACTIVATED,
        /** It is in use again. */
        REACTIVATED,
        /** It is the same; the record behind it may not be. */
        UNCHANGED,
        /** The user cannot become a member. */
        REJECTED,
        /** The user waits for a person. */
        HELD,
        /** Somebody else has its names at the moment: to be tried again. */
        LATER,
        /** The user is not there any more. */
        GONE
    }

    static Result rejected(@Nullable Stored before, List<Problem> problems) {
        return new Result(Kind.REJECTED, before == null ? null : before.memberId(), null, null, problems);
    }

    static Result of(Kind kind) {
        return new Result(kind, null, null, null, List.of());
    }

    /** What an entry does. */
    static Result of(Entry entry) {
        Stored before = entry.before();
        Member was = before == null ? null : before.member();
        UUID id = entry.record() != null ? entry.record().memberId() : before == null ? null : before.memberId();
        boolean held = entry.intake().mapping() instanceof MappingResult.Held;
        return new Result(
                held && entry.memberChanged() ? Kind.HELD : kind(entry, was),
                id,
                was == null ? null : MemberTable.excerpt(was, entry.changed()),
                MemberTable.excerpt(entry.member(), entry.changed()),
                List.of());
    }

    private static Kind kind(Entry entry, @Nullable Member was) {
        if (was == null) {
            return Kind.CREATED;
        }
        if (entry.changed().isEmpty()) {
            return Kind.UNCHANGED;
        }
        boolean is = entry.member().active();
        if (was.waits() && is) {
            return Kind.CREATED; // the asset system did not know it until now
        }
        return was.active() == is ? Kind.UPDATED : is ? Kind.REACTIVATED : Kind.DEACTIVATED;
    }

    /** The problems as a JSON list of {@code {code, reason, field, attribute, sentence}}. */
    public String problemsJson() {
        return Rejections.problems(problems);
    }
}
