package dev.rollcall.sync;

import dev.rollcall.failure.Causes;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.PullFailure;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads a source by its route {@code direct:pull-<source id>}. */
@Component
class PullRoute {
    private static final Logger LOG = LoggerFactory.getLogger(PullRoute.class);

    private final ProducerTemplate camel;
    private final CamelContext context;

    PullRoute(ProducerTemplate camel, CamelContext context) {
        this.camel = camel;
        this.context = context;
    }

    /**
     * Has the route read.
     *
     * @throws FullReadNeeded if changes alone cannot be told
     * @throws RunEnded if the source failed, or the run was ended while it read
     */
    void read(Reading reading) {
        String route = "direct:pull-" + reading.sourceId();
        Exchange exchange;
        try (reading) {
            exchange = camel.request(
                    context.getEndpoint(route + "?block=false&failIfNoConsumers=true"),
                    message -> message.getMessage().setBody(reading));
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            throw told(reading.sourceId(), failure);
        }
        if (!reading.isComplete()) {
            throw RunEnded.failed(
                    "The route " + route
                            + " ended without saying that every user came, so nothing was done. It has to call complete at its end.");
        }
    }

    private static RuntimeException told(String sourceId, Exception failure) {
        FullReadNeeded full = Causes.first(failure, FullReadNeeded.class);
        if (full != null) {
            return full;
        }
        RunEnded ended = Causes.first(failure, RunEnded.class);
        if (ended != null) {
            return ended;
        }
        if (Causes.has(failure, DirectConsumerNotAvailableException.class)) {
            return RunEnded.failed("There is no route direct:pull-" + sourceId
                    + " that reads the source. Look whether its route file is in routes/ and started.");
        }
        PullFailure told = Causes.first(failure, PullFailure.class);
        if (told != null) {
            return RunEnded.failed(String.valueOf(told.getMessage()), told.forLogs());
        }
        // Messages of libraries may hold what the directory sent.
        LOG.error(
                "Source {} could not be read: {}", sourceId, failure.getClass().getName());
        LOG.debug("Source {} could not be read", sourceId, failure);
        return RunEnded.failed("Source '" + sourceId + "' could not be read: "
                + failure.getClass().getSimpleName() + ". The log says more at level DEBUG.");
    }
}
