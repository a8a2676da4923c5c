package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a delivery route, or by a bean in it, for "try again" where it can say more than that something failed.
 */
public final class TargetTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Trouble why;
    private final @Nullable Duration notBefore;

    /**
     * Trouble with the target.
     *
     * @param reason one line for a person, without the member's values or the target's secrets
     * @param notBefore how long the target asked to be left alone, or {@code null}
     */
    public TargetTrouble(Trouble why, String reason, @Nullable Duration notBefore) {
        super(reason);
        this.why = why;
        this.notBefore = notBefore;
    }

    /** What kind of trouble it was. */
    public Trouble why() {
        return why;
    }

    /** How long the target asked to be left alone, or {@code null}. */
    public @Nullable Duration notBefore() {
        return notBefore;
    }
}
