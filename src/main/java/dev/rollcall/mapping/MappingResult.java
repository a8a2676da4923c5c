package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.member.Problem;
import java.util.List;

/** What became of a source record. */
public sealed interface MappingResult {
    /**
     * The record makes a right member.
     *
     * @param member the member
     * @param warnings what an admin should know, though nothing was refused
     */
    record Mapped(Member member, List<String> warnings) implements MappingResult {
        public Mapped {
            warnings = List.copyOf(warnings);
        }
    }

    /** The record makes a member that waits for a person's decision; {@code member} has the status {@code held}. */
    record Held(Member member, Problem why) implements MappingResult {}

    /** The record cannot become a member; every problem is named at once. */
    record Rejected(List<Problem> problems) implements MappingResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
