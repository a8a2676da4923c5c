package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member as the admin API shows it.
 *
 * @param id the member's id
 * @param scimId the id under which its source knows it; null after the source deleted the user
 * @param source the source that owns it; null for members that none owns
 * @param requestedRole the role that was asked for, where it is not the one in force
 * @param origins field to {@code {origin, attribute}}
 */
record MemberView(
        UUID id,
        @Nullable UUID scimId,
        @Nullable String source,
        @Nullable String userName,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String role,
        @Nullable String roleOrigin,
        @Nullable String requestedRole,
        String status,
        JsonNode fields,
        JsonNode customFields,
        JsonNode origins,
        DeliveryState delivery) {

    /** How far the newest change is on its way; state {@code none} where nothing had to be delivered. */
    record DeliveryState(
            String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            @Nullable String targetId) {}

    MemberView withScimId(@Nullable UUID known) {
        return new MemberView(
                id,
                known,
                source,
                userName,
                email,
                firstName,
                lastName,
                role,
                roleOrigin,
                requestedRole,
                status,
                fields,
                customFields,
                origins,
                delivery);
    }
}
