package dev.rollcall.provisioning;

import dev.rollcall.provisioning.Claimants.Found;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The stored state as it is at the moment of asking. */
@Component
final class LiveState implements StoredState {
    private final Claimants claimants;
    private final StoredUsers users;

    LiveState(Claimants claimants, StoredUsers users) {
        this.claimants = claimants;
        this.users = users;
    }

    @Override
    public Found claimants(String sourceId, String userName, @Nullable String email, @Nullable String employeeId) {
        return claimants.of(sourceId, userName, email, employeeId);
    }

    @Override
    public @Nullable Stored byRecord(String sourceId, UUID recordId, boolean orUnowned) {
        return users.byRecord(sourceId, recordId, orUnowned);
    }

    @Override
    public @Nullable Stored byMember(UUID memberId) {
        return users.byMember(memberId);
    }

    /** Only runs ask for keys, and they read ahead. */
    @Override
    public @Nullable UUID vanished(String sourceId, String sourceKey) {
        return null;
    }
}
