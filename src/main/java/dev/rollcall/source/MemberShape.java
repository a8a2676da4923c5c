package dev.rollcall.source;

import dev.rollcall.member.Member;

/** Shows a member that no source owns in the shape in which sources can find and adopt it. */
@FunctionalInterface
public interface MemberShape {
    /** The member as a source user. */
    SourceUser of(Member member);
}
