package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends changes through the target's Camel route and reads its answer. The contract of a delivery route: the body is a
 * list of changes as maps (see {@link Change#toMap}); the route leaves a list of answers as maps
 * ({@code memberId, outcome: delivered or rejected, targetId, reason}), or none for changes that were delivered, or
 * throws for "try again".
 */
@Component
final class DeliveryRoute {
    private final ProducerTemplate camel;
    private final DeliveryTable table;
    private final DeliveryTarget target;
    private final DeliveryMetrics metrics;
    private final @Nullable TransactionTemplate shared;

    DeliveryRoute(
            ProducerTemplate camel,
            DeliveryTable table,
            DeliveryTarget target,
            DeliveryMetrics metrics,
            SharedTransaction shared) {
        this.camel = camel;
        this.table = table;
        this.target = target;
        this.metrics = metrics;
        this.shared = shared.template();
    }

    /** What one call of the route gave: outcomes, or the failure of the whole batch. */
    private record Attempt(
            List<DeliveryOutcome> outcomes, @Nullable Exception failure) {}

    boolean isTogether() {
        return shared != null && target.isDatabase();
    }

    /** Delivers and settles claims in the caller's transaction; {@code false} if that has to be rolled back. */
    boolean deliverTogether(List<ClaimedChange> claims) {
        Attempt attempt = attempt(claims);
        boolean all = attempt.failure() == null && attempt.outcomes().stream().allMatch(Delivered.class::isInstance);
        if (all) {
            metrics.delivered(claims.size());
        }
        return all;
    }

    /**
     * Delivers claims and settles those that arrived. A batch that fails is tried one by one, to isolate poison.
     *
     * @return one outcome a claim, in their order
     */
    List<DeliveryOutcome> deliver(List<ClaimedChange> claims) {
        Attempt attempt = shared != null && target.isDatabase() ? together(shared, claims) : attempt(claims);
        if (attempt.failure() == null) {
            metrics.ended(attempt.outcomes());
            return attempt.outcomes();
        }
        if (claims.size() == 1) {
            List<DeliveryOutcome> outcome = List.of(Failures.outcomeOf(attempt.failure()));
            metrics.ended(outcome);
            return outcome;
        }
        List<DeliveryOutcome> outcomes = new ArrayList<>(claims.size());
        for (ClaimedChange claim : claims) {
            outcomes.addAll(deliver(List.of(claim)));
        }
        return outcomes;
    }

    /**
     * Sends changes in one call; one that spoils it spoils all.
     *
     * @return their target ids in their order
     * @throws org.apache.camel.CamelExecutionException if the route fails, or refuses one of them
     */
    List<String> deliverWhole(List<Change> changes) {
        Exchange exchange = send(changes);
        if (exchange.getException() != null) {
            throw new CamelExecutionException(
                    "a batch of changes was not delivered", exchange, exchange.getException());
        }
        List<String> targetIds = new ArrayList<>(changes.size());
        for (DeliveryOutcome outcome : answers(changes, exchange.getMessage().getBody())) {
            if (!(outcome instanceof Delivered delivered)) {
                throw new CamelExecutionException("one of a batch of changes was refused", exchange);
            }
            targetIds.add(delivered.targetId());
        }
        metrics.delivered(changes.size());
        return targetIds;
    }

    /** In Rollcall's own database the rows of the asset system and the settling are one commit. */
    private Attempt together(TransactionTemplate transaction, List<ClaimedChange> claims) {
        Attempt done = transaction.execute(status -> {
            Attempt attempt = attempt(claims);
            if (attempt.failure() != null) {
                status.setRollbackOnly();
            }
            return attempt;
        });
        return done == null ? new Attempt(List.of(), new IllegalStateException("no outcome")) : done;
    }

    private Attempt attempt(List<ClaimedChange> claims) {
        List<Change> changes = claims.stream().map(ClaimedChange::change).toList();
        Exchange exchange = send(changes);
        if (exchange.getException() != null) {
            return new Attempt(List.of(), exchange.getException());
        }
        List<DeliveryOutcome> outcomes = answers(changes, exchange.getMessage().getBody());
        List<ClaimedChange> delivered = new ArrayList<>(claims.size());
        List<String> targetIds = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            if (outcomes.get(i) instanceof Delivered done) {
                delivered.add(claims.get(i));
                targetIds.add(done.targetId());
            }
        }
        if (!delivered.isEmpty()) {
            table.settleDelivered(delivered, targetIds);
        }
        return new Attempt(outcomes, null);
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
            default -> TryAgain.because(reason == null ? "no usable answer" : reason.toString());
        };
    }
}
