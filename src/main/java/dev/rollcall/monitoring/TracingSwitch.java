package dev.rollcall.monitoring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Leaves OpenTelemetry out unless {@code management.tracing.enabled} is true: by itself Spring Boot would only leave the
 * exporter out, and keep the tracer and its thread.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.";

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean on = environment.getProperty("management.tracing.enabled", Boolean.class, false);
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            wanted[i] = on || name == null || !isOfTracing(name);
        }
        return wanted;
    }

    private static boolean isOfTracing(String name) {
        return name.startsWith(ACTUATOR + "tracing.")
                || name.startsWith(ACTUATOR + "opentelemetry.")
                || name.startsWith(ACTUATOR + "logging.");
    }
}
