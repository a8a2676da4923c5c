package dev.rollcall.provisioning;

import dev.rollcall.provisioning.Claimants.Found;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the steps ask of the stored state: of one user at a time ({@link LiveState}), or read ahead for a batch ({@link FetchedState}). */
interface StoredState {
    /** Who has the user's names already. */
    Found claimants(String sourceId, String userName, @Nullable String email, @Nullable String employeeId);

    /** The user with this record id in the source, or open to adoption where {@code orUnowned}. */
    @Nullable
    Stored byRecord(String sourceId, UUID recordId, boolean orUnowned);

    /** The member with this id and its record, if it has one. */
    @Nullable
    Stored byMember(UUID memberId);

    /** The member that a directory's key stood for before its user vanished. */
    @Nullable
    UUID vanished(String sourceId, String sourceKey);
}
