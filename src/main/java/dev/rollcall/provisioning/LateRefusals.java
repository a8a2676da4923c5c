package dev.rollcall.provisioning;

import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.RefusedDeliveries;
import dev.rollcall.delivery.Settlements;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps what the asset system refused after the push was answered: the delivery rests, a rejection tells why. */
@Component
final class LateRefusals implements RefusedDeliveries {
    private final Settlements settlements;
    private final StoredUsers users;
    private final Rejections rejections;

    LateRefusals(Settlements settlements, StoredUsers users, Rejections rejections) {
        this.settlements = settlements;
        this.users = users;
        this.rejections = rejections;
    }

    @Override
    public void refusedLater(ClaimedChange claimed, Refused refusal) {
        UUID memberId = claimed.change().memberId();
        if (!settlements.dead(claimed, refusal.reason()) || !settlements.isDead(memberId)) {
            return; // it is another process's, or a newer change is wanted, which may be right
        }
        Stored stored = users.byMember(memberId);
        if (stored != null && stored.record() != null && stored.keys() != null) {
            rejections.keep(
                    stored.memberSource(),
                    stored.keys().userName(),
                    stored.memberId(),
                    "open",
                    List.of(Problems.refused(refusal.reason())),
                    false,
                    stored.record().id(),
                    stored.record().document());
        }
    }
}
