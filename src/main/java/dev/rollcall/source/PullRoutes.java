package dev.rollcall.source;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps one route {@code pull-<source id>} for each LDAP and Google source, made of the template of its kind. It is there when
 * a change of settings has been made, so that a run can follow at once. What is read is looked up at each read: other changes
 * than of id and kind leave the route alone. A team that writes a route of that name itself keeps it.
 */
@Component
class PullRoutes implements CamelContextConfiguration, ExtendedStartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(PullRoutes.class);

    private final Settings settings;
    /** By source id, the template that its route was made of. */
    private final Map<String, String> made = new TreeMap<>();

    PullRoutes(Settings settings) {
        this.settings = settings;
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
        follow(camel, settings.current());
        settings.onChange(changed -> follow(camel, changed));
    }

    private synchronized void follow(CamelContext camel, RollcallSettings current) {
        Map<String, String> wanted = new TreeMap<>();
        current.sources().forEach((id, source) -> {
            if (source.ldap() != null) {
                wanted.put(id, "pull-ldap");
            } else if (source.google() != null) {
                wanted.put(id, "pull-google");
            }
        });
        Map.copyOf(made).forEach((id, template) -> {
            if (!template.equals(wanted.get(id))) {
                remove(camel, id);
            }
        });
        wanted.forEach((id, template) -> {
            if (!made.containsKey(id) && camel.getRoute(route(id)) == null) {
                add(camel, id, template);
            }
        });
    }

    private void add(CamelContext camel, String id, String template) {
        try {
            TemplatedRouteBuilder.builder(camel, template)
                    .routeId(route(id))
                    .parameter("source", id)
                    .add();
            made.put(id, template);
        } catch (Exception e) {
            LOG.error(
                    "Source '{}' has no route, since the template {} in routes/ cannot be used: {}",
                    id,
                    template,
                    e.getMessage());
        }
    }

    private void remove(CamelContext camel, String id) {
        made.remove(id);
        try {
            // Whoever changes settings does not wait for a read. It still comes to its end, or breaks off and
            // deactivates nobody.
            camel.getRouteController().stopRoute(route(id), 1, TimeUnit.SECONDS);
            camel.removeRoute(route(id));
        } catch (Exception e) {
            LOG.error("The route {} cannot be taken away: {}", route(id), e.getMessage());
        }
    }

    private static String route(String id) {
        return "pull-" + id;
    }
}
