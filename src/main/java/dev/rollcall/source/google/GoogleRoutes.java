package dev.rollcall.source.google;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a route {@code direct:pull-<source id>} of the template {@code pull-google} for every Google source, when Camel
 * starts and when the settings change. What a source reads is looked up at each read, so a route needs no change.
 */
@Component
class GoogleRoutes extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleRoutes.class);
    private static final String TEMPLATE = "pull-google";
    private static final String SOURCE = "sourceId";

    private final Settings settings;
    private final Set<String> routed = new HashSet<>();

    GoogleRoutes(CamelContext camel, Settings settings) {
        super(camel);
        this.settings = settings;
    }

    @Override
    public synchronized void configure() {
        for (String source : sources(settings.current())) {
            templatedRoute(TEMPLATE).routeId(routeId(source)).parameter(SOURCE, source);
            routed.add(source);
        }
        settings.onChange(this::follow);
    }

    private synchronized void follow(RollcallSettings changed) {
        Set<String> wanted = sources(changed);
        for (String source : Set.copyOf(routed)) {
            if (!wanted.contains(source)) {
                remove(source);
            }
        }
        for (String source : wanted) {
            if (!routed.contains(source)) {
                add(source);
            }
        }
    }

    private void add(String source) {
        try {
            getContext().addRouteFromTemplate(routeId(source), TEMPLATE, java.util.Map.of(SOURCE, source));
            routed.add(source);
        } catch (Exception e) {
            LOG.error("The route of the source {} could not be made: {}", source, e.toString());
        }
    }

    private void remove(String source) {
        try {
            // A read that is under way is cut off: it never completes, so it deactivates nobody.
            getContext().getRouteController().stopRoute(routeId(source), 1, TimeUnit.SECONDS);
            getContext().removeRoute(routeId(source));
            routed.remove(source);
        } catch (Exception e) {
            LOG.error("The route of the source {} could not be removed: {}", source, e.toString());
        }
    }

    private static Set<String> sources(RollcallSettings settings) {
        Set<String> ids = new TreeSet<>();
        settings.sources().forEach((id, source) -> {
            if (source.google() != null) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static String routeId(String source) {
        return TEMPLATE + "-" + source;
    }
}
