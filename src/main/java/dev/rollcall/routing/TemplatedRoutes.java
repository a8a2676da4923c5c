package dev.rollcall.routing;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the routes that the settings ask for. They are there when a change of settings has been made, so that what needs them
 * can follow at once; a route whose template or parameters change is made anew, all others are left alone. A team that
 * writes a route of such an id itself keeps it.
 */
@Component
class TemplatedRoutes implements CamelContextConfiguration, ExtendedStartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(TemplatedRoutes.class);

    private final Settings settings;
    private final List<RouteWishes> wishes;
    /** By id, what was made of a template. */
    private final Map<String, TemplatedRoute> made = new LinkedHashMap<>();

    TemplatedRoutes(Settings settings, List<RouteWishes> wishes) {
        this.settings = settings;
        this.wishes = wishes;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        try {
            camel.addStartupListener(this);
        } catch (Exception e) {
            throw new IllegalStateException("Camel took no start-up listener", e);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}

    @Override
    public void onCamelContextStarted(CamelContext camel, boolean alreadyStarted) {}

    /** The templates are there, and so are the routes that a team made itself. */
    @Override
    public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
        settings.onChange(changed -> follow(camel));
        follow(camel);
    }

    private synchronized void follow(CamelContext camel) {
        RollcallSettings current = settings.current();
        Map<String, TemplatedRoute> wanted = new LinkedHashMap<>();
        wishes.forEach(wish -> wish.under(current).forEach(route -> wanted.put(route.id(), route)));
        Map.copyOf(made).forEach((id, route) -> {
            if (!route.equals(wanted.get(id))) {
                remove(camel, id);
            }
        });
        wanted.forEach((id, route) -> {
            if (camel.getRoute(id) == null) {
                add(camel, route);
            }
        });
    }

    private void add(CamelContext camel, TemplatedRoute route) {
        try {
            TemplatedRouteBuilder builder =
                    TemplatedRouteBuilder.builder(camel, route.template()).routeId(route.id());
            route.parameters().forEach(builder::parameter);
            builder.add();
            made.put(route.id(), route);
        } catch (Exception e) {
            LOG.error(
                    "There is no route '{}', since the template {} in routes/ cannot be used: {}",
                    route.id(),
                    route.template(),
                    e.getMessage());
        }
    }

    private void remove(CamelContext camel, String id) {
        made.remove(id);
        try {
            // Whoever changes settings waits for nothing that is on its way. A read still comes to its end, or breaks
            // off and deactivates nobody; a digest is due until it is sent.
            camel.getRouteController().stopRoute(id, 1, TimeUnit.SECONDS);
            camel.removeRoute(id);
        } catch (Exception e) {
            LOG.error("The route '{}' cannot be taken away: {}", id, e.getMessage());
        }
    }
}
