package dev.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Reads the base settings from Spring's environment: files, command line, system properties. Sources merge from the lowest
 * priority to the highest; objects merge key by key, a list replaces the whole list below it.
 */
@Component
final class SettingsSource {
    private static final String PREFIX = "rollcall.";
    /** Nobody else has these keys: at a file's left edge they were to stand below {@code rollcall}. */
    private static final Set<String> OURS = Set.of(
            "application-name",
            "public-url",
            "data-dir",
            "roles",
            "custom-fields",
            "protected-members",
            "guard",
            "sources");

    private static final Pattern OPTION = Pattern.compile("rollcall\\.custom-fields\\[\\d+]\\.options\\[\\d+]");

    private final ConfigurableEnvironment environment;

    SettingsSource(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /**
     * The tree below {@code rollcall}; every value is text, as {@link KnownKeys} gives the types. Placeholders are resolved.
     *
     * @throws SettingsRefused if a placeholder has neither value nor default, or a file has settings outside {@code rollcall}
     */
    ObjectNode base() {
        List<PropertySource<?>> lowestFirst = new ArrayList<>();
        environment.getPropertySources().forEach(source -> lowestFirst.add(0, source));
        List<String> outside = outside(lowestFirst);
        if (!outside.isEmpty()) {
            throw SettingsRefused.invalid(outside);
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (PropertySource<?> source : lowestFirst) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                MergePatch.merge(tree, treeOf(enumerable));
            }
        }
        return tree;
    }

    /** Keys at the left edge of files that nobody would read. */
    private static List<String> outside(List<PropertySource<?>> sources) {
        Set<String> roots = new TreeSet<>();
        for (PropertySource<?> source : sources) {
            if (source instanceof OriginTrackedMapPropertySource file) {
                Stream.of(file.getPropertyNames())
                        .map(name -> name.split("[.\\[]", 2)[0])
                        .forEach(roots::add);
            }
        }
        List<String> problems = new ArrayList<>();
        for (String root : roots) {
            if (OURS.contains(root)) {
                problems.add(root + " stands at the left edge of application.yaml, where nobody reads it."
                        + " Indent it below rollcall.");
            } else if (!root.equals("rollcall") && UnknownKey.isNear(root, "rollcall")) {
                problems.add(root + " is not a setting. The nearest one is rollcall.");
            }
        }
        return problems;
    }

    private ObjectNode treeOf(EnumerablePropertySource<?> source) {
        Branch root = new Branch();
        for (String name : source.getPropertyNames()) {
            Object value = name.startsWith(PREFIX) ? source.getProperty(name) : null;
            if (value instanceof Boolean && OPTION.matcher(name).matches()) {
                throw SettingsRefused.invalid(List.of(name + " is read as " + value
                        + ", as YAML means Yes, No, On and Off without quotes. Write it in quotes, as in \"No\"."));
            }
            if (value != null) {
                root.put(PropertyPath.of(name.substring(PREFIX.length())), resolved(name, value.toString()));
            }
        }
        return (ObjectNode) root.node(true);
    }

    private String resolved(String name, String value) {
        try {
            return environment.resolveRequiredPlaceholders(value);
        } catch (IllegalArgumentException e) {
            // Left as it is, "${TOKEN}" itself would become a token that everybody can guess. The value is not shown.
            throw SettingsRefused.invalid(
                    List.of(name + " refers to a variable that is not set. Set the environment variable,"
                            + " or give the placeholder a default as in ${NAME:}."));
        }
    }

    /** A growing tree whose keys are names or positions; properties come in any order. */
    private static final class Branch {
        private final Map<String, Branch> named = new LinkedHashMap<>();
        private final Map<Integer, Branch> positions = new TreeMap<>();
        private String value = "";

        void put(List<Object> path, String text) {
            Branch at = this;
            for (Object piece : path) {
                at = piece instanceof Integer position
                        ? at.positions.computeIfAbsent(position, p -> new Branch())
                        : at.named.computeIfAbsent((String) piece, p -> new Branch());
            }
            at.value = text;
        }

        JsonNode node(boolean root) {
            if (!positions.isEmpty() && named.isEmpty()) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                positions.values().forEach(child -> list.add(child.node(false)));
                return list;
            }
            if (named.isEmpty() && !root) {
                return TextNode.valueOf(value);
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            named.forEach((key, child) -> object.set(key, child.node(false)));
            positions.forEach((key, child) -> object.set(key.toString(), child.node(false)));
            return object;
        }
    }
}
