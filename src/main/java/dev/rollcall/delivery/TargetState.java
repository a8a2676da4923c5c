package dev.rollcall.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the last deliveries of this process told of the target, without asking it again. */
public interface TargetState {
    /** When the target last took a change or refused one for good, so that it was there; {@code null}: not yet. */
    @Nullable
    Instant lastAnswer();

    /** Since when every attempt has failed; {@code null} if the last one did not. */
    @Nullable
    Instant failingSince();
}
