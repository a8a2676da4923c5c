package dev.rollcall.routing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Leaves out what reads the options of Camel's components, languages and data formats ({@code camel.component.sql.…}) where
 * nobody set one: for each of some sixty, a start would look through all beans twice.
 */
final class UnsetCamelOptions implements AutoConfigurationImportFilter, EnvironmentAware {
    /** {@code …sql.springboot.SqlComponentAutoConfiguration}, {@code …http.springboot.HttpComponentTimeoutConverter}. */
    private static final Pattern READERS = Pattern.compile(
            "org\\.apache\\.camel\\..+\\.springboot\\.(\\w+?)(Component|Language|DataFormat)(AutoConfiguration|\\w*Converter)");

    private Set<String> options = Set.of();

    /** Spring asks for each class on its own: names are folded once. */
    @Override
    public void setEnvironment(Environment environment) {
        options = properties(environment)
                .filter(property -> property.regionMatches(true, 0, "camel", 0, 5))
                .map(UnsetCamelOptions::folded)
                .collect(Collectors.toSet());
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String prefix = names[i] == null ? null : prefix(names[i]);
            wanted[i] = prefix == null || options.stream().anyMatch(property -> property.startsWith(prefix));
        }
        return wanted;
    }

    /** What the options begin with that the class reads, folded; {@code null} if it does something else. */
    static @Nullable String prefix(String className) {
        Matcher reader = READERS.matcher(className);
        return reader.matches() ? folded("camel." + reader.group(2) + "." + reader.group(1)) : null;
    }

    /** As Spring Boot sees it, {@code CAMEL_COMPONENT_GOOGLEMAIL_…} is {@code camel.component.google-mail.…}. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static Stream<String> properties(Environment environment) {
        return environment instanceof ConfigurableEnvironment known
                ? known.getPropertySources().stream()
                        .filter(EnumerablePropertySource.class::isInstance)
                        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                : Stream.empty();
    }
}
