package dev.rollcall.sync;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the asset system with what was delivered to it: what a run of mode {@code verify} does. A target that can be
 * read has a bean of this type.
 */
public interface Drift {
    /**
     * A member that is not in the asset system as it was delivered.
     *
     * @param delivered the fields that differ, as delivered; custom fields as {@code custom.<Name>}
     * @param found the same fields as they are there; empty values left out, and all where the member is missing
     */
    record Difference(UUID memberId, String userName, Map<String, String> delivered, Map<String, String> found) {}

    /**
     * Reads the asset system and reports each difference.
     *
     * @param sourceId whose members are compared; {@code null}: of all sources
     * @param found takes a difference; may throw to end the run
     * @return how many members were compared
     */
    long compare(@Nullable String sourceId, Consumer<Difference> found);
}
