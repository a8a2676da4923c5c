package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
     * @param inactive writes into a document that its user is out of use; {@code null} where the change holds as a whole or not
     *     at all
     */
    record Edit(
            String sourceId,
            UUID recordId,
            Predicate<StoredRecord> allowed,
            Function<StoredRecord, SourceUser> edit,
            @Nullable UnaryOperator<ObjectNode> inactive)
            implements Intent {}

    /** A stored user is to be out of use, and nothing else of it is to change. */
    record Leave(String sourceId, UUID recordId, Predicate<StoredRecord> allowed, UnaryOperator<ObjectNode> inactive)
            implements Intent {}

    /** A stored user is to be mapped again, as it is stored. */
    record Again(String sourceId, UUID recordId) implements Intent {}

    /** A stored user is to go; the member is deactivated. */
    record Remove(String sourceId, UUID recordId, Predicate<StoredRecord> allowed) implements Intent {}
}
