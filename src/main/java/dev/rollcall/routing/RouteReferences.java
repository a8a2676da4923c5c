package dev.rollcall.routing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Finds in files of routes what Camel passes over in silence: a file that is no list, of which no route is made, and a
 * {@code routeConfigurationId} that no file has, whose route then has no rules for its errors. What is no YAML is left to
 * Camel, which names the line.
 */
final class RouteReferences {
    private final Set<String> configurations = new TreeSet<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private record Reference(String file, String route, String configuration) {}

    private RouteReferences() {}

    /** One sentence for each fault in the files that the patterns find; none where a file cannot be read. */
    static List<String> problems(List<String> patterns) {
        RouteReferences found = new RouteReferences();
        try {
            for (String pattern : patterns) {
                for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                    found.read(file);
                }
            }
        } catch (IOException | YAMLException e) {
            return List.of();
        }
        found.compare();
        return found.problems;
    }

    private void read(Resource file) throws IOException {
        Object root;
        try (InputStream text = file.getInputStream()) {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        }
        if (root instanceof List<?> entries) {
            entries.forEach(entry -> entry(name(file), entry));
        } else if (root instanceof Map<?, ?> map && !map.containsKey("apiVersion")) {
            problems.add(
                    name(file) + " is no list, so that nothing of it would be used. Begin each entry with a hyphen,"
                            + " such as '- route:'.");
        }
    }

    private void entry(String file, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            return;
        }
        if (map.get("routeConfiguration") instanceof Map<?, ?> configuration) {
            configurations.add(String.valueOf(configuration.get("id")));
        }
        Object route =
                map.get("routeTemplate") instanceof Map<?, ?> template ? template.get("route") : map.get("route");
        if (route instanceof Map<?, ?> keys && keys.get("routeConfigurationId") instanceof String ids) {
            Arrays.stream(ids.split(","))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty() && !id.contains("*") && !id.contains("{{"))
                    .forEach(id -> references.add(new Reference(file, String.valueOf(keys.get("id")), id)));
        }
    }

    private void compare() {
        for (Reference reference : references) {
            if (!configurations.contains(reference.configuration())) {
                problems.add(
                        reference.file() + ": the route '" + reference.route() + "' names the routeConfigurationId '"
                                + reference.configuration() + "', which no file has. There are "
                                + String.join(", ", configurations) + ".");
            }
        }
    }

    private static String name(Resource file) {
        return String.valueOf(file.getFilename());
    }
}
