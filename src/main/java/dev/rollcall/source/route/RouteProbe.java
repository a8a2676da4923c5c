package dev.rollcall.source.route;

import dev.rollcall.failure.Causes;
import dev.rollcall.source.Glance;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceProbe;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Tries a route of one's own: has it read a page, and shows its first user. */
@Component
final class RouteProbe implements SourceProbe {
    private final ProducerTemplate camel;
    private final CamelContext context;

    RouteProbe(ProducerTemplate camel, CamelContext context) {
        this.camel = camel;
        this.context = context;
    }

    @Override
    public String kind() {
        return "route";
    }

    @Override
    public Probe probe(String sourceId) {
        Glance sample = new Glance(sourceId, Pull.Mode.SAMPLE);
        Exchange exchange = camel.request(
                context.getEndpoint("direct:pull-" + sourceId + "?block=false&failIfNoConsumers=true"),
                message -> message.getMessage().setBody(sample));
        Exception failure = exchange.getException();
        PullFailure told = Causes.first(failure, PullFailure.class);
        if (told != null) {
            return new Probe(false, String.valueOf(told.getMessage()), null);
        }
        if (failure != null) {
            return new Probe(
                    false,
                    "The route direct:pull-" + sourceId + " failed with "
                            + failure.getClass().getSimpleName()
                            + ". Look whether its file is in routes/, and at the log.",
                    null);
        }
        return sample.first() == null
                ? new Probe(false, "The route direct:pull-" + sourceId + " gave no user. Look at its query.", null)
                : new Probe(true, "The route direct:pull-" + sourceId + " reads users.", sample.first());
    }
}
