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
import org.springframework.core.env.StandardEnvironment;

/**
 * Leaves out what reads the options of Camel's components, languages and data formats ({@code camel.component.sql.…}) where
 * nobody set one: for each of some sixty, a start would look through all beans twice.
 */
final class UnsetCamelOptions implements AutoConfigurationImportFilter, EnvironmentAware {
    /** {@code …sql.springboot.SqlComponentAutoConfiguration}, {@code …http.springboot.HttpComponentTimeoutConverter}. */
    private static final Pattern OPTIONS = Pattern.compile(
            "org\\.apache\\.camel\\..+\\.springboot\\.(\\w+?)(Component|Language|DataFormat)(AutoConfiguration|\\w*Converter)");

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        Set<String> set = properties().map(UnsetCamelOptions::folded).collect(Collectors.toSet());
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String prefix = names[i] == null ? null : prefix(names[i]);
            wanted[i] = prefix == null || set.stream().anyMatch(property -> property.startsWith(prefix));
        }
        return wanted;
    }

    /** What the options begin with that the class reads, folded; {@code null} if it does something else. */
    static @Nullable String prefix(String className) {
        Matcher options = OPTIONS.matcher(className);
        return options.matches() ? folded("camel." + options.group(2) + "." + options.group(1)) : null;
    }

    /** As Spring Boot sees it, {@code CAMEL_COMPONENT_GOOGLEMAIL_…} is {@code camel.component.google-mail.…}. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private Stream<String> properties() {
        return environment instanceof ConfigurableEnvironment known
                ? known.getPropertySources().stream()
                        .filter(EnumerablePropertySource.class::isInstance)
                        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                : Stream.empty();
    }
}
