package dev.rollcall.routing;

import java.util.Map;

/**
 * A route that the settings ask for.
 *
 * @param id the route's id
 * @param template the id of the template in {@code routes/} that it is made of
 * @param parameters the template's parameters
 */
public record TemplatedRoute(String id, String template, Map<String, String> parameters) {
    public TemplatedRoute {
        parameters = Map.copyOf(parameters);
    }
}
