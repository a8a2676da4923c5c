package dev.rollcall.monitoring;

import dev.rollcall.delivery.DeliveryRouteCheck;
import dev.rollcall.delivery.QueueFigures;
import dev.rollcall.settings.Settings;
import dev.rollcall.sync.Run;
import dev.rollcall.sync.Runs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One indicator a dependency. Only Rollcall's own database is asked, and only it counts for readiness: while the asset system
 * or a directory is down, users are still accepted.
 */
@Configuration(proxyBeanMethods = false)
class DependencyHealth {
    private static final int SECONDS = 2;

    /** Rollcall's own database. */
    @Bean
    HealthIndicator databaseHealthIndicator(DataSource own) {
        return () -> {
            try (Connection connection = own.getConnection()) {
                return connection.isValid(SECONDS)
                        ? Health.up().build()
                        : Health.down()
                                .withDetail("reason", "It does not answer.")
                                .build();
            } catch (SQLException e) {
                return Health.down()
                        .withDetail("reason", "It cannot be reached.")
                        .build();
            }
        };
    }

    /** The asset system, by its circuit breaker, and whether any route delivers to it. */
    @Bean
    HealthIndicator targetHealthIndicator(QueueFigures queue, DeliveryRouteCheck route) {
        return () -> {
            List<String> missing = route.warnings();
            if (!missing.isEmpty()) {
                return Health.down().withDetail("reason", missing.get(0)).build();
            }
            QueueFigures.Figures now = queue.current();
            Health.Builder health = now.open() ? Health.down() : Health.up();
            return (now.reason() == null ? health : health.withDetail("reason", now.reason())).build();
        };
    }

    /** Each directory, by how its last run ended; a run that waits for a person is no fault of the directory's. */
    @Bean
    HealthIndicator directoriesHealthIndicator(Settings settings, Runs runs) {
        return () -> {
            Map<String, String> states = new LinkedHashMap<>();
            settings.current().sources().forEach((id, source) -> {
                if (source.pull() != null) {
                    Optional<Run> last = runs.list(id, null, 1).stream().findFirst();
                    states.put(id, last.map(Run::state).orElse("no run yet"));
                }
            });
            return (states.containsValue("failed") ? Health.down() : Health.up())
                    .withDetails(states)
                    .build();
        };
    }
}
