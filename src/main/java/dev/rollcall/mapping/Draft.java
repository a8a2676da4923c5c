package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A member in the making, with everything that turned out to be wrong with it. */
final class Draft {
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> customFields = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final @Nullable Member previous;
    private final boolean leaving;
    private final FaultSentences sentences;
    private @Nullable String requestedRole;

    /** @param leaving whether the change only has to take the member out of use, so that nothing may stop it */
    Draft(@Nullable Member previous, boolean leaving, FaultSentences sentences) {
        this.previous = previous;
        this.leaving = leaving;
        this.sentences = sentences;
    }

    /** Sets a member field, or with {@code custom.<Name>} a custom field. */
    void put(String field, String value, Origin origin) {
        if (field.startsWith(Member.CUSTOM)) {
            customFields.put(field.substring(Member.CUSTOM.length()), value);
        } else {
            fields.put(field, value);
        }
        origins.put(field, origin);
    }

    void role(@Nullable String requested) {
        requestedRole = requested;
    }

    @Nullable
    String get(String field) {
        return fields.get(field);
    }

    /** The attribute that a field's value came from. */
    @Nullable
    String attribute(String field) {
        Origin origin = origins.get(field);
        return origin == null ? null : origin.attribute();
    }

    boolean faulty(String field) {
        return faulty.contains(field);
    }

    boolean leaving() {
        return leaving;
    }

    /** The value before, or {@code null}. */
    @Nullable
    String before(String field) {
        return previous == null ? null : previous.value(field);
    }

    /** Keeps what a person has set, or what was there before any source; a source's silence does not undo it. */
    boolean keepByHand(String field) {
        Origin origin = previous == null ? null : previous.origins().get(field);
        return (origin == null || origin.kind() == Origin.Kind.MANUAL) && keep(field);
    }

    /** Whether there was a member before and it had no value there. */
    boolean lackedBefore(String field) {
        return previous != null && before(field) == null;
    }

    /** Keeps the value before, whatever it came from; says whether there was one. */
    boolean keep(String field) {
        String value = before(field);
        if (previous == null || value == null) {
            return false;
        }
        put(field, value, previous.origins().getOrDefault(field, Origin.of(Origin.Kind.MANUAL)));
        return true;
    }

    /** Notes what is wrong; where the member leaves, the field keeps its previous value instead. */
    void fault(Problem problem) {
        faulty.add(problem.field());
        if (leaving) {
            warn(sentences.passed(problem.sentence(), keep(problem.field())));
        } else {
            problems.add(problem);
        }
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** The outcome; {@code held} says why the member has to wait, if it does. */
    MappingResult result(@Nullable Problem held) {
        if (!problems.isEmpty()) {
            return new MappingResult.Rejected(problems);
        }
        Member member = new Member(fields, customFields, requestedRole, origins);
        return held == null
                ? new MappingResult.Mapped(member, warnings)
                : new MappingResult.Held(member.with("status", Member.HELD), held);
    }
}
