package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
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
 * throws for "try again"; it may also answer {@code busy} (with {@code retryAfter}), {@code down} or {@code unknown}.
 */
@Component
final class DeliveryRoute {
    /** The claim had run out, or was about to: nothing was sent, and nothing is used up. */
    static final TryAgain NOT_TRIED =
            new TryAgain(Trouble.LIMITED, "the claim ran out before it was sent", Duration.ZERO);

    private final ProducerTemplate camel;
    private final Claims claims;
    private final Settlements settlements;
    private final DeliveryTarget target;
    private final Replicas replicas;
    private final Redelivery redelivery;
    private final @Nullable TransactionTemplate shared;

    DeliveryRoute(
            ProducerTemplate camel,
            Claims claims,
            Settlements settlements,
            DeliveryTarget target,
            Replicas replicas,
            Redelivery redelivery,
            SharedTransaction shared) {
        this.camel = camel;
        this.claims = claims;
        this.settlements = settlements;
        this.target = target;
        this.replicas = replicas;
        this.redelivery = redelivery;
        this.shared = shared.template();
    }

    /** What one call of the route gave: outcomes, or the failure of the whole batch. */
    private record Attempt(
            List<DeliveryOutcome> outcomes, @Nullable Exception failure) {}

    /**
     * Delivers claims and settles those that arrived. A batch that fails is parted again and again, until what spoils it
     * is alone.
     *
     * @return one outcome a claim, in their order
     */
    List<DeliveryOutcome> deliver(List<ClaimedChange> batch) {
        Attempt attempt = shared != null && isTogether() ? together(shared, batch) : held(batch);
        if (attempt.failure() == null) {
            return attempt.outcomes();
        }
        DeliveryOutcome outcome = Failures.outcomeOf(attempt.failure());
        Trouble why = outcome instanceof TryAgain again ? again.why() : Trouble.OWN;
        if (batch.size() == 1 || why == Trouble.BUSY) {
            return Collections.nCopies(batch.size(), outcome);
        }
        // A target that serves nobody is asked about one more, and not about all.
        int first = why == Trouble.DOWN ? 1 : batch.size() / 2;
        List<DeliveryOutcome> outcomes = new ArrayList<>(deliver(batch.subList(0, first)));
        boolean down = why == Trouble.DOWN && outcomes.get(0) instanceof TryAgain again && again.why() == Trouble.DOWN;
        outcomes.addAll(
                down
                        ? Collections.nCopies(batch.size() - first, outcome)
                        : deliver(batch.subList(first, batch.size())));
        return outcomes;
    }

    /** Whether the asset system's rows and the settling can be one commit. */
    boolean isTogether() {
        return shared != null && target.isDatabase();
    }

    private static boolean isWhole(Attempt attempt) {
        return attempt.failure() == null && attempt.outcomes().stream().allMatch(Delivered.class::isInstance);
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
        for (DeliveryOutcome outcome :
                RouteAnswers.read(changes, exchange.getMessage().getBody())) {
            if (!(outcome instanceof Delivered delivered)) {
                throw new CamelExecutionException("one of a batch of changes was refused", exchange);
            }
            targetIds.add(delivered.targetId());
        }
        return targetIds;
    }

    /**
     * Delivers what is due in one commit, the shortest way there is: the rows' locks are the claim.
     *
     * @return the claims, all of them delivered; {@code null} if one of them spoils the batch, of which then nothing is done
     */
    @Nullable
    List<ClaimedChange> deliverLocked(int limit) {
        return shared == null
                ? null
                : shared.execute(status -> {
                    List<ClaimedChange> due = claims.locked(limit);
                    if (due.isEmpty()) {
                        return due;
                    }
                    Attempt attempt = attempt(due, new HashSet<>());
                    boolean whole = isWhole(attempt);
                    if (!whole) {
                        status.setRollbackOnly();
                    }
                    return whole ? due : null;
                });
    }

    /** Delivers a part of what a claim is for, and settles nothing: the claim stays what it is. */
    DeliveryOutcome deliverPart(ClaimedChange claimed, Change part) {
        long since = System.nanoTime();
        String account = target.account();
        Duration left = claims.remaining(List.of(claimed)).get(part.memberId());
        if (left == null || !replicas.mayAct(since)) {
            return NOT_TRIED;
        }
        Sending.begin(since, left, account);
        try {
            Exchange exchange = send(List.of(part));
            return exchange.getException() != null
                    ? Failures.outcomeOf(exchange.getException())
                    : RouteAnswers.read(List.of(part), exchange.getMessage().getBody())
                            .get(0);
        } finally {
            Sending.end();
        }
    }

    /** In Rollcall's own database the rows of the asset system and the settling are one commit. */
    private Attempt together(TransactionTemplate transaction, List<ClaimedChange> batch) {
        Set<ClaimedChange> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        Attempt done = transaction.execute(status -> {
            Attempt attempt = attempt(batch, lost);
            if (attempt.failure() != null || !lost.isEmpty()) {
                status.setRollbackOnly();
            }
            return attempt;
        });
        if (done == null) {
            return new Attempt(List.of(), new IllegalStateException("no outcome"));
        }
        // What was written for a claim that another process took over is rolled back, with its whole batch.
        return lost.isEmpty() ? done : without(batch, lost, rest -> together(transaction, rest));
    }

    /** Elsewhere a claim is checked right before the call: whoever slept for longer than the lease sends nothing. */
    private Attempt held(List<ClaimedChange> batch) {
        long since = System.nanoTime();
        String account = target.account();
        Map<UUID, Duration> remaining = claims.remaining(batch);
        Duration enough = target.lease().multipliedBy(2).dividedBy(3);
        Set<ClaimedChange> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        Duration shortest = target.lease();
        for (ClaimedChange claim : batch) {
            Duration left = remaining.get(claim.change().memberId());
            if (left == null || left.compareTo(enough) < 0 || !replicas.mayAct(since)) {
                lost.add(claim);
            } else if (left.compareTo(shortest) < 0) {
                shortest = left;
            }
        }
        Duration lease = shortest;
        return without(batch, lost, rest -> sending(rest, since, lease, account));
    }

    private Attempt sending(List<ClaimedChange> batch, long since, Duration lease, String account) {
        Set<ClaimedChange> late = Collections.newSetFromMap(new IdentityHashMap<>());
        Sending.begin(since, lease, account);
        Attempt attempt;
        try {
            attempt = attempt(batch, late);
        } finally {
            Sending.end();
        }
        redelivery.mend(late);
        return attempt;
    }

    /** Attempts the claims that hold; the lost ones are whoever took them over's. */
    private static Attempt without(
            List<ClaimedChange> batch, Set<ClaimedChange> lost, Function<List<ClaimedChange>, Attempt> way) {
        if (lost.isEmpty()) {
            return way.apply(batch);
        }
        List<ClaimedChange> rest =
                batch.stream().filter(claim -> !lost.contains(claim)).toList();
        Attempt attempt = rest.isEmpty() ? new Attempt(List.of(), null) : way.apply(rest);
        if (attempt.failure() != null) {
            return attempt;
        }
        Iterator<DeliveryOutcome> outcomes = attempt.outcomes().iterator();
        return new Attempt(
                batch.stream()
                        .map(claim -> lost.contains(claim) ? NOT_TRIED : outcomes.next())
                        .toList(),
                null);
    }

    private Attempt attempt(List<ClaimedChange> batch, Set<ClaimedChange> lost) {
        List<Change> changes = batch.stream().map(ClaimedChange::change).toList();
        Exchange exchange = send(changes);
        if (exchange.getException() != null) {
            return new Attempt(List.of(), exchange.getException());
        }
        List<DeliveryOutcome> outcomes =
                RouteAnswers.read(changes, exchange.getMessage().getBody());
        List<ClaimedChange> delivered = new ArrayList<>(batch.size());
        List<String> targetIds = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            if (outcomes.get(i) instanceof Delivered done) {
                delivered.add(batch.get(i));
                targetIds.add(done.targetId());
            }
        }
        if (!delivered.isEmpty()) {
            boolean[] held = settlements.delivered(delivered, targetIds);
            for (int i = 0; i < held.length; i++) {
                if (!held[i]) {
                    lost.add(delivered.get(i));
                }
            }
        }
        return new Attempt(outcomes, null);
    }

    private Exchange send(List<Change> changes) {
        List<Map<String, Object>> maps = changes.stream().map(Change::toMap).toList();
        return camel.request("direct:deliver", exchange -> exchange.getMessage().setBody(maps));
    }
}
