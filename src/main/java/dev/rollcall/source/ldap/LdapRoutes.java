package dev.rollcall.source.ldap;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps one route {@code pull-<source id>} for each LDAP source, made of the template {@code pull-ldap}. A team that
 * writes a route of that name itself keeps it.
 */
@Component
public class LdapRoutes implements CamelContextConfiguration, ExtendedStartupListener, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(LdapRoutes.class);
    private static final String TEMPLATE = "pull-ldap";

    private final Settings settings;
    private final Map<String, Map<String, Object>> made = new TreeMap<>();
    /** Taking a route away waits for its pull; settings must not wait. */
    private final ExecutorService changes = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ldap-routes");
        thread.setDaemon(true);
        return thread;
    });

    LdapRoutes(Settings settings) {
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

    @Override
    public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
        update(camel, settings.current());
        settings.onChange(changed -> changes.execute(() -> update(camel, changed)));
    }

    /** Makes, changes and takes away routes as the settings say. */
    private synchronized void update(CamelContext camel, RollcallSettings current) {
        Map<String, Map<String, Object>> wanted = new TreeMap<>();
        current.sources().forEach((id, source) -> {
            if (source.ldap() != null) {
                wanted.put(id, parameters(LdapSource.of(current, id)));
            }
        });
        Set<String> stale = new HashSet<>(made.keySet());
        stale.removeIf(id -> made.get(id) != null && made.get(id).equals(wanted.get(id)));
        stale.forEach(id -> remove(camel, id));
        wanted.forEach((id, parameters) -> {
            if (!made.containsKey(id) && camel.getRoute(route(id)) == null) {
                add(camel, id, parameters);
            }
        });
    }

    /** What the template needs to know of a source. */
    static Map<String, Object> parameters(LdapSource source) {
        return Map.of(
                "source", source.id(), "filter", source.filter(), "attributes", String.join(",", source.attributes()));
    }

    private void add(CamelContext camel, String id, Map<String, Object> parameters) {
        try {
            TemplatedRouteBuilder.builder(camel, TEMPLATE)
                    .routeId(route(id))
                    .parameters(parameters)
                    .add();
            made.put(id, parameters);
        } catch (Exception e) {
            log.error(
                    "Source '{}' has no route, since the template {} of routes/20-pull-ldap.camel.yaml cannot be used: {}",
                    id,
                    TEMPLATE,
                    e.getMessage());
        }
    }

    private void remove(CamelContext camel, String id) {
        made.remove(id);
        try {
            camel.getRouteController().stopRoute(route(id));
            camel.removeRoute(route(id));
        } catch (Exception e) {
            log.error("The route {} cannot be taken away: {}", route(id), e.getMessage());
        }
    }

    private static String route(String id) {
        return "pull-" + id;
    }

    @Override
    public void destroy() {
        changes.shutdownNow();
    }
}
