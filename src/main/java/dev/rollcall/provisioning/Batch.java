package dev.rollcall.provisioning;

import dev.rollcall.delivery.BulkDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Up to 1,000 intents of one source on their way through the pipeline: the body of the route {@code provision-batch}. The
 * steps are those of single pushes; the last one is left out of a dry batch.
 */
public final class Batch {
    private final String sourceId;
    private final UUID run;
    private final List<Intent> intents;
    private final boolean dry;
    private final boolean patient;
    private final PlannedSoFar soFar;
    private final BulkDelivery.@Nullable Way delivery;
    private final Alongside alongside;
    List<Intake> intakes;
    List<Result> results = List.of();

    @Nullable
    StoredState state;

    private boolean stale;

    /** What belongs into the transaction that records a batch; gets one result an intent, in their order. */
    @FunctionalInterface
    public interface Alongside {
        /** Writes it; whatever it throws rolls the batch back. */
        void write(List<Result> results);
    }

    private Batch(
            String sourceId,
            UUID run,
            List<Intent> intents,
            boolean dry,
            boolean patient,
            PlannedSoFar soFar,
            BulkDelivery.@Nullable Way delivery,
            Alongside alongside) {
        this.sourceId = sourceId;
        this.run = run;
        this.intents = List.copyOf(intents);
        this.dry = dry;
        this.patient = patient;
        this.soFar = soFar;
        this.delivery = delivery;
        this.alongside = alongside;
        this.intakes = new ArrayList<>(intents.stream().map(Intake::of).toList());
    }

    /**
     * A batch that is worked out and not recorded.
     *
     * @param patient whether a user whose names somebody else has now is left for later
     * @param soFar what the plan's users before this batch do
     */
    public static Batch dry(String sourceId, UUID run, List<Intent> intents, boolean patient, PlannedSoFar soFar) {
        return new Batch(sourceId, run, intents, true, patient, soFar, null, results -> {});
    }

    /**
     * A batch that is recorded.
     *
     * @param patient whether a user whose names somebody else has now is left for later, as that one may be about to
     *     make way
     */
    public static Batch acting(
            String sourceId,
            UUID run,
            List<Intent> intents,
            boolean patient,
            BulkDelivery.Way delivery,
            Alongside alongside) {
        return new Batch(sourceId, run, intents, false, patient, new PlannedSoFar(), delivery, alongside);
    }

    String sourceId() {
        return sourceId;
    }

    UUID run() {
        return run;
    }

    List<Intent> intents() {
        return intents;
    }

    boolean isDry() {
        return dry;
    }

    boolean isPatient() {
        return patient;
    }

    PlannedSoFar soFar() {
        return soFar;
    }

    BulkDelivery.Way delivery() {
        if (delivery == null) {
            throw new IllegalStateException("a dry batch delivers nothing");
        }
        return delivery;
    }

    void alongside() {
        alongside.write(results);
    }

    /** One result an intent, in their order. */
    public List<Result> results() {
        return results;
    }

    /** Whether the stored state changed underneath, so that nothing was recorded. */
    public boolean isStale() {
        return stale;
    }

    void stale() {
        stale = true;
    }
}
