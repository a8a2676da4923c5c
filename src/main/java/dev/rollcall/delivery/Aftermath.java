package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What becomes of a change after an attempt that did not bring it there: when it is tried again, and whether at all. */
@Component
class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);
    private static final String DELIVERED = "rollcall.delivery.delivered";
    private static final String REFUSED = "rollcall.delivery.refused";
    private static final String RETRIED = "rollcall.delivery.retried";
    private static final String TARGET = "target";
    private static final int FIRST_BACK_OFF_SECONDS = 2;
    private static final int LONGEST_BACK_OFF_SECONDS = 30 * 60;

    private final Settlements settlements;
    private final Redelivery redelivery;
    private final Gate gate;
    private final DeliveryTarget target;
    private final Settings settings;
    private final MeterRegistry meters;

    Aftermath(
            Settlements settlements,
            Redelivery redelivery,
            Gate gate,
            DeliveryTarget target,
            Settings settings,
            MeterRegistry meters) {
        this.settlements = settlements;
        this.redelivery = redelivery;
        this.gate = gate;
        this.target = target;
        this.settings = settings;
        this.meters = meters;
    }

    /** Makes the counters of a target, so that they are there before there is something to count. */
    static void register(MeterRegistry meters, String target) {
        meters.counter(DELIVERED, TARGET, target);
        meters.counter(REFUSED, TARGET, target);
        for (Trouble why : Trouble.values()) {
            meters.counter(RETRIED, TARGET, target, "why", why.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Counts the outcome, and settles what is to be tried again. What arrived is settled; a refusal is the caller's. */
    void of(ClaimedChange claimed, DeliveryOutcome outcome) {
        if (outcome instanceof Delivered) {
            arrived(1);
        } else if (outcome instanceof Refused) {
            meters.counter(REFUSED, TARGET, target.name()).increment();
        } else if (outcome instanceof TryAgain again) {
            String why = again.why().name().toLowerCase(Locale.ROOT);
            meters.counter(RETRIED, TARGET, target.name(), "why", why).increment();
            settle(claimed, again);
        }
    }

    /** Counts changes that arrived. */
    void arrived(int changes) {
        meters.counter(DELIVERED, TARGET, target.name()).increment(changes);
    }

    /** Whether an attempt with this outcome was the change's last one, after which it rests. */
    boolean isLast(ClaimedChange claimed, TryAgain again) {
        return usesUp(again)
                && claimed.attempts() >= settings.current().delivery().maxAttempts();
    }

    private boolean usesUp(TryAgain again) {
        return switch (again.why()) {
            case LIMITED, BUSY -> false;
            case OWN -> true;
            case DOWN, UNKNOWN -> !gate.isBroken();
        };
    }

    private void settle(ClaimedChange claimed, TryAgain again) {
        String reason = String.valueOf(again.reason());
        // A change may take several requests: whatever stopped one, an earlier one may have arrived.
        boolean inDoubt = !again.equals(DeliveryRoute.NOT_TRIED);
        boolean held;
        if (again.why() == Trouble.LIMITED) {
            held = settlements.unused(
                    claimed, again.notBefore() == null ? Duration.ZERO : again.notBefore(), reason, inDoubt);
        } else if (!usesUp(again)) {
            // The gate keeps it back with all others. Behind them, lest it is the next probe again that fails.
            held = settlements.unused(claimed, Duration.ZERO, reason, inDoubt);
        } else if (isLast(claimed, again)) {
            LOG.warn(
                    "delivery of member {} rests after {} attempts: {}",
                    claimed.change().memberId(),
                    claimed.attempts(),
                    reason);
            held = settlements.dead(claimed, reason);
        } else {
            held = settlements.later(claimed, backOff(claimed.attempts()), reason, inDoubt);
        }
        if (!held && inDoubt) {
            redelivery.mend(List.of(claimed));
        }
    }

    /** 2 s, 4 s, 8 s … 30 min, each shortened by up to a half at random, so that an outage does not end in one burst. */
    static Duration backOff(int attempts) {
        long longest = Math.min(LONGEST_BACK_OFF_SECONDS, (long) FIRST_BACK_OFF_SECONDS << Math.min(attempts - 1, 20));
        return Duration.ofSeconds(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }
}
