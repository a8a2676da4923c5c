package dev.rollcall.provisioning;

import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.Rejections.Kept;
import dev.rollcall.source.SourceUser;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends users that were rejected through the pipeline again, after their cause is gone. */
@Component
public class Replays {
    private final Rejections rejections;
    private final Readers readers;
    private final DeliveryTable deliveries;
    private final ProducerTemplate camel;

    Replays(Rejections rejections, Readers readers, DeliveryTable deliveries, ProducerTemplate camel) {
        this.rejections = rejections;
        this.readers = readers;
        this.deliveries = deliveries;
        this.camel = camel;
    }

    /**
     * What came of the user this time.
     *
     * @param outcome what the pipeline did
     * @param waits why the user waits for a person still, or {@code null}
     * @param deliversAgain whether the user was right, and what the asset system had refused is delivered once more
     */
    public record Replayed(Outcome outcome, @Nullable Problem waits, boolean deliversAgain) {}

    /**
     * What came of the user this time; empty if there is no such rejection, or not any more: the user may have been changed
     * since, and is not to become what it was to be then.
     */
    public Optional<Replayed> replay(UUID rejectionId) {
        Kept kept = rejections.find(rejectionId);
        if (kept == null || kept.isResolved()) {
            return Optional.empty();
        }
        Intake done = camel.requestBody("direct:provision", Intake.of(intent(kept)), Intake.class);
        boolean right = waits(done) == null
                && (done.outcome() instanceof Outcome.Recorded || done.outcome() instanceof Outcome.Unchanged);
        if (right) {
            rejections.dismiss(kept.id());
        }
        boolean again = right
                && done.outcome() instanceof Outcome.Unchanged unchanged
                && deliveries.revive(unchanged.record().memberId());
        return Optional.ofNullable(done.outcome()).map(outcome -> new Replayed(outcome, waits(done), again));
    }

    private static @Nullable Problem waits(Intake done) {
        return done.mapping() instanceof MappingResult.Held held ? held.why() : null;
    }

    private Intent intent(Kept kept) {
        UUID recordId = kept.recordId();
        if (recordId != null && kept.intent().equals(Rejections.REMOVE)) {
            return new Intent.Remove(kept.sourceId(), recordId, record -> true);
        }
        SourceUser read = readers.read(kept.sourceId(), kept.document());
        SourceUser user = kept.sourceKey() == null ? read : read.withKey(kept.sourceKey());
        return recordId == null
                ? new Intent.Create(kept.sourceId(), user)
                : new Intent.Edit(kept.sourceId(), recordId, record -> true, record -> user, null);
    }
}
