package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends changes through the target's Camel route and reads its answer. The contract of a delivery route: the body is a
 * list of changes as maps (see {@link Change#toMap}); the route leaves a list of answers as maps
 * ({@code memberId, outcome: delivered or rejected, targetId, reason}), or none for changes that were delivered, or
 * throws for "try again".
 */
@Component
final class DeliveryRoute {
    private final ProducerTemplate camel;

    DeliveryRoute(ProducerTemplate camel) {
        this.camel = camel;
    }

    /** One outcome a change, in the order of the changes. A batch that fails is tried one by one, to isolate poison. */
    List<DeliveryOutcome> deliver(List<Change> changes) {
        Exchange exchange = send(changes);
        Exception failure = exchange.getException();
        if (failure == null) {
            return answers(changes, exchange.getMessage().getBody());
        }
        if (changes.size() == 1) {
            return List.of(Failures.outcomeOf(failure));
        }
        List<DeliveryOutcome> outcomes = new ArrayList<>(changes.size());
        for (Change change : changes) {
            outcomes.addAll(deliver(List.of(change)));
        }
        return outcomes;
    }

    private Exchange send(List<Change> changes) {
        List<Map<String, Object>> maps = changes.stream().map(Change::toMap).toList();
        return camel.request("direct:deliver", exchange -> exchange.getMessage().setBody(maps));
    }

    private static List<DeliveryOutcome> answers(List<Change> changes, @Nullable Object body) {
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
            default -> new TryAgain(reason == null ? "no usable answer" : reason.toString());
        };
    }
}
