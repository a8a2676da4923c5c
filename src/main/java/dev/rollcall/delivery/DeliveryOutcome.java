package dev.rollcall.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to deliver one change. */
public sealed interface DeliveryOutcome {
    /** The asset system has it; {@code targetId} is its id of the member. */
    record Delivered(String targetId) implements DeliveryOutcome {}

    /**
     * The asset system said no for good: repeating cannot help.
     *
     * @param reason one line for a person, without its full stop: another sentence may follow
     * @param uniqueness whether a value that must be unique is taken
     */
    record Refused(String reason, boolean uniqueness) implements DeliveryOutcome {
        public Refused {
            reason = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
        }

        /** The same of a change of which what takes the member out of use was done. */
        Refused inPart() {
            return new Refused(reason + ". The member is out of use there all the same", uniqueness);
        }
    }

    /**
     * It did not work now: to be tried again.
     *
     * @param why what kind of trouble it was
     * @param reason one line for a person, without the member's values
     * @param notBefore how long the target asked to be left alone (its {@code Retry-After}), or {@code null}
     */
    record TryAgain(
            Trouble why, @Nullable String reason, @Nullable Duration notBefore) implements DeliveryOutcome {
        /** Trouble with this one change, with no word of the target on when to come back. */
        static TryAgain because(@Nullable String reason) {
            return new TryAgain(Trouble.OWN, reason, null);
        }
    }

    /** Kinds of trouble that pass. */
    enum Trouble {
        /** This change met it; others may go through. Uses up an attempt. */
        OWN,
        /** The target told us to slow down (429, a quota): it holds for the whole target and uses up no attempt. */
        BUSY,
        /** The target cannot be reached or serves nobody (connection refused, 502 to 504, token refused): opens the
         * circuit breaker and uses up no attempt. */
        DOWN,
        /** The answer was lost or could not be read: the change may have arrived. The next attempt looks first. Many in a
         * row open the circuit breaker. */
        UNKNOWN,
        /** Our own rate limit has no room soon enough: only this change waits, and no attempt is used up. */
        LIMITED
    }
}
