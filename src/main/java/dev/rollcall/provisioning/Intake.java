package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One intent on its way through the pipeline: each step adds what it found. An intake whose {@code outcome} is set passes
 * the remaining steps untouched.
 *
 * @param before what is stored of the user
 * @param user the user as it is to be; {@code null} for a removal
 * @param mapping what the user makes
 * @param attempts how many states of the user were tried
 * @param rejectionKnown whether an earlier attempt was rejected and is to be resolved
 * @param until when, by {@link System#nanoTime}, whoever sent it waits no longer for its delivery; {@code null}: as long as
 *     the settings say
 */
public record Intake(
        Intent intent,
        @Nullable Stored before,
        @Nullable SourceUser user,
        @Nullable MappingResult mapping,
        boolean rejectionKnown,
        int attempts,
        @Nullable Outcome outcome,
        @Nullable Long until) {

    /** After so many states that had changed underneath, the intent is given up with an exception. */
    static final int MOST_ATTEMPTS = 100;

    /** An intent at the start of its way. */
    public static Intake of(Intent intent) {
        return new Intake(intent, null, null, null, false, 0, null, null);
    }

    /** The same, one of several whose sender waits until then for all of them; by {@link System#nanoTime}. */
    public Intake until(long end) {
        return new Intake(intent, before, user, mapping, rejectionKnown, attempts, outcome, end);
    }

    /** How long its delivery is waited for, where one alone is waited for as long as {@code usual}. */
    Duration patience(Duration usual) {
        if (until == null) {
            return usual;
        }
        Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        return left.compareTo(usual) < 0 ? left : usual;
    }

    /** Whether the steps have still to find an outcome; the route repeats them until then, on ever newer states. */
    public boolean isOpen() {
        return outcome == null;
    }

    /** Who asked, where it was a person. */
    @Nullable
    String actor() {
        return intent instanceof Intent.ByHand made ? made.actor() : null;
    }

    Intake found(@Nullable Stored stored, @Nullable SourceUser wanted, boolean rejected) {
        return new Intake(intent, stored, wanted, null, rejected, attempts + 1, null, until);
    }

    Intake mapped(MappingResult result) {
        return new Intake(intent, before, user, result, rejectionKnown, attempts, outcome, until);
    }

    Intake ended(Outcome how) {
        return new Intake(intent, before, user, mapping, rejectionKnown, attempts, how, until);
    }

    /**
     * What is left of a rejected change that takes a user out of use: that alone, at the start of its way, as nobody stays in
     * use for something else that was wrong. {@code null} of any other change.
     */
    @Nullable
    Intake leaving() {
        StoredRecord record = before == null ? null : before.record();
        if (!(outcome instanceof Outcome.Rejected)
                || !(intent instanceof Intent.Edit edit)
                || edit.inactive() == null
                || user == null
                || user.active()
                || record == null
                || !record.active()
                || !record.sourceId().equals(edit.sourceId())) {
            return null;
        }
        Intent leave = new Intent.Leave(edit.sourceId(), edit.recordId(), edit.allowed(), edit.inactive());
        return new Intake(leave, null, null, null, false, 0, null, until);
    }

    /** The member as it is to be, or {@code null} for a removal or a user that makes none. */
    @Nullable
    Member member() {
        return mapping instanceof MappingResult.Mapped mapped
                ? mapped.member()
                : mapping instanceof MappingResult.Held held ? held.member() : null;
    }

    /** The user as it was sent, also where it was rejected before it could become one that is stored. */
    @Nullable
    SourceUser sent() {
        return intent instanceof Intent.Create create ? create.user() : user;
    }

    /** What is to be mapped, if anything is. */
    Stream<ObjectNode> document() {
        return isOpen() && user != null ? Stream.of(user.document()) : Stream.of();
    }

    /** The member as it was, or {@code null} for a new one. */
    @Nullable
    Member memberBefore() {
        return before == null ? null : before.member();
    }
}
