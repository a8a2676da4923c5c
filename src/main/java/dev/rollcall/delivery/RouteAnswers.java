package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a delivery route leaves as its body: a list of answers as maps, or anything else for "all are delivered". */
final class RouteAnswers {
    private RouteAnswers() {}

    /** One outcome a change, in their order. */
    static List<DeliveryOutcome> read(List<Change> changes, @Nullable Object body) {
        Map<Object, Map<?, ?>> answers = new HashMap<>();
        if (body instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map && map.containsKey("outcome")) {
                    answers.put(map.get("memberId"), map);
                }
            }
        }
        List<DeliveryOutcome> outcomes = new ArrayList<>(changes.size());
        for (Change change : changes) {
            outcomes.add(outcome(change, answers.get(change.memberId().toString())));
        }
        return outcomes;
    }

    private static DeliveryOutcome outcome(Change change, @Nullable Map<?, ?> answer) {
        String known = change.targetId() == null ? change.memberId().toString() : change.targetId();
        if (answer == null) {
            return new Delivered(known);
        }
        Object reason = answer.get("reason");
        return switch (String.valueOf(answer.get("outcome"))) {
            case "delivered" -> {
                Object targetId = answer.get("targetId");
                yield new Delivered(targetId == null ? known : targetId.toString());
            }
            case "rejected" ->
                new Refused(
                        reason == null ? "the asset system refused it" : reason.toString(),
                        Boolean.TRUE.equals(answer.get("uniqueness")));
            case "busy" -> again(Trouble.BUSY, reason, answer);
            case "down" -> again(Trouble.DOWN, reason, answer);
            case "unknown" -> again(Trouble.UNKNOWN, reason, answer);
            default -> again(Trouble.OWN, reason, answer);
        };
    }

    private static TryAgain again(Trouble why, @Nullable Object reason, Map<?, ?> answer) {
        Object retryAfter = answer.get("retryAfter");
        return new TryAgain(
                why,
                reason == null ? "no usable answer" : reason.toString(),
                retryAfter == null ? null : RetryAfter.of(retryAfter.toString()));
    }
}
