package dev.rollcall.source;

import dev.rollcall.routing.RouteWishes;
import dev.rollcall.routing.TemplatedRoute;
import dev.rollcall.settings.RollcallSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * A route {@code pull-<source id>} for each LDAP and Google source, made of the template of its kind. What is read is looked
 * up at each read: other changes than of id and kind leave the route alone.
 */
@Component
class PullRoutes implements RouteWishes {
    @Override
    public List<TemplatedRoute> under(RollcallSettings settings) {
        List<TemplatedRoute> routes = new ArrayList<>();
        settings.sources().forEach((id, source) -> {
            if (source.ldap() != null) {
                routes.add(route("pull-ldap", id));
            } else if (source.google() != null) {
                routes.add(route("pull-google", id));
            }
        });
        return routes;
    }

    private static TemplatedRoute route(String template, String source) {
        return new TemplatedRoute("pull-" + source, template, Map.of("source", source));
    }
}
