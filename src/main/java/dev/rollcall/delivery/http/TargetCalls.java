package dev.rollcall.delivery.http;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.failure.Causes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Calls the small routes of one target's file, each of which is one request of its API, for one piece of work. */
public final class TargetCalls {
    private static final int TRIES = 4;

    private final ProducerTemplate camel;
    private final String prefix;
    private final long deadline;

    /**
     * Calls of one piece of work.
     *
     * @param prefix what the routes' names begin with, such as {@code direct:snipe-it-}
     * @param time how long the work may take: shorter than the claim's lease
     */
    public TargetCalls(ProducerTemplate camel, String prefix, Duration time) {
        this.camel = camel;
        this.prefix = prefix;
        this.deadline = System.nanoTime() + time.toNanos();
    }

    /**
     * One request.
     *
     * @param call the rest of the route's name, such as {@code create}
     * @param values the route's body
     * @throws TargetTrouble as {@link HttpReplies} says, or since the time is used up
     */
    public Reply call(String call, Object values) {
        if (System.nanoTime() > deadline) {
            throw new TargetTrouble(Trouble.BUSY, "its answers take too long", Duration.ofSeconds(1));
        }
        Object answer = callRoute(camel, prefix + call, values);
        if (answer instanceof Reply reply) {
            return reply;
        }
        throw new TargetTrouble(
                Trouble.OWN, "the route " + prefix + call + " does not end with httpReplies.read", null);
    }

    /** One request that only reads: tried again after 1, 2 and 4 seconds, since some answers in a long list get lost. */
    public Reply readPatiently(String call, Object values) {
        for (int failures = 0; ; failures++) {
            try {
                return call(call, values);
            } catch (TargetTrouble e) {
                Duration rest = e.notBefore() == null ? Duration.ofSeconds(1L << failures) : e.notBefore();
                if (failures + 1 == TRIES || System.nanoTime() + rest.toNanos() > deadline) {
                    throw e;
                }
                sleep(rest);
            }
        }
    }

    /**
     * An id as one segment of a path.
     *
     * @throws TargetTrouble for an id that would be more than that
     */
    public static String segment(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new TargetTrouble(
                    Trouble.OWN, "the id that is known of the member cannot be one of this system", null);
        }
        return id;
    }

    private static void sleep(Duration rest) {
        try {
            TimeUnit.MILLISECONDS.sleep(rest.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetTrouble(Trouble.BUSY, "Rollcall stops", null);
        }
    }

    /** The body that a route leaves; its failure as the trouble that it is. */
    static @Nullable Object callRoute(ProducerTemplate camel, String route, Object body) {
        Exchange exchange = camel.request(route, message -> message.getMessage().setBody(body));
        Exception failure = exchange.getException();
        if (failure == null) {
            return exchange.getMessage().getBody();
        }
        TargetTrouble trouble = Causes.first(failure, TargetTrouble.class);
        if (trouble != null) {
            throw trouble;
        }
        throw new TargetTrouble(
                Trouble.OWN,
                "the route " + route + " failed (" + failure.getClass().getSimpleName() + ")",
                null);
    }
}
