package dev.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * What PostgreSQL's driver is told, unless the URL says otherwise: to send a batch of inserts as one statement, and in few
 * packets, of 64 KiB and not 8, which is what runs live on; and to leave the values of rows, which are people's, out of its
 * errors, as pools and frameworks log these. They are properties of the driver, and H2's refuses those that it does not know,
 * so they cannot stand in application.yaml for both.
 */
@Component
final class PostgresDriver implements BeanPostProcessor {
    private static final Map<String, String> PROPERTIES =
            Map.of("reWriteBatchedInserts", "true", "maxSendBufferSize", "65536", "logServerErrorDetail", "false");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        // The pool of Rollcall's own database runs already when it comes again as the target's.
        if (bean instanceof HikariDataSource source
                && !source.isRunning()
                && source.getJdbcUrl() != null
                && source.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            PROPERTIES.forEach((property, value) -> {
                if (!source.getJdbcUrl().contains(property)) {
                    source.addDataSourceProperty(property, value);
                }
            });
        }
        return bean;
    }
}
