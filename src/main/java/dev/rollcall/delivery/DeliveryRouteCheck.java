package dev.rollcall.delivery;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.TargetWarnings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says when {@code rollcall.delivery.route} names a route that no file has: everything would be accepted and nothing delivered.
 * Settings are read before the routes, so that this is judged from when Rollcall has started.
 */
@Component
public class DeliveryRouteCheck implements SettingsCheck, TargetWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRouteCheck.class);
    private static final String DIRECT = "direct:";

    private final ObjectProvider<Settings> settings;
    private volatile @Nullable CamelContext started;

    DeliveryRouteCheck(ObjectProvider<Settings> settings) {
        this.settings = settings;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        started = event.getApplicationContext().getBean(CamelContext.class);
        warnings().forEach(LOG::error);
    }

    @Override
    public List<String> problems(RollcallSettings wanted) {
        CamelContext camel = started;
        return camel == null ? List.of() : problems(wanted.delivery().route(), entries(camel));
    }

    @Override
    public List<String> warnings() {
        return problems(settings.getObject().current());
    }

    private static List<String> problems(String route, Set<String> entries) {
        if (entries.contains(route)) {
            return List.of();
        }
        return List.of("rollcall.delivery.route: no route in routes/ begins with " + route
                + ", so that nothing is delivered. Choose another, or add its file and start again. There are "
                + entries.stream()
                        .filter(entry -> entry.startsWith("direct:deliver-"))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    /** Where routes begin, as settings name it. */
    private static Set<String> entries(CamelContext camel) {
        return camel.getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointBaseUri())
                .filter(uri -> uri.startsWith(DIRECT))
                .map(uri -> DIRECT + uri.substring(DIRECT.length()).replaceFirst("^/+", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
