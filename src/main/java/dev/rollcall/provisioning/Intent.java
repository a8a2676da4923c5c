package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a source, or a person, wants done to one user. */
public sealed interface Intent {
    /** The source, or {@link StoredRecord#UNOWNED} for members made by hand. */
    String sourceId();

    /** A user is to be there. */
    record Create(String sourceId, SourceUser user) implements Intent {}

    /**
     * A person makes a member in the asset system.
     *
     * @param user the member in the shape in which sources can find it
     * @param actor who asked
     */
    record ByHand(Member member, SourceUser user, String actor) implements Intent {
        @Override
        public String sourceId() {
            return StoredRecord.UNOWNED;
        }
    }

    /**
     * A stored user is to be changed. {@code edit} may be applied several times, to ever newer states.
     *
     * @param allowed whether the state may be changed (RFC 7644 section 3.14, If-Match)
     */
    record Edit(
            String sourceId, UUID recordId, Predicate<StoredRecord> allowed, Function<StoredRecord, SourceUser> edit)
            implements Intent {}

    /** A stored user is to be mapped again, as it is stored. */
    record Again(String sourceId, UUID recordId) implements Intent {}

    /** A stored user is to go; the member is deactivated. */
    record Remove(String sourceId, UUID recordId, Predicate<StoredRecord> allowed) implements Intent {}
}
