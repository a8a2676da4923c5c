package dev.rollcall.settings;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets PostgreSQL's driver send a batch of inserts as one statement, which is what runs live on. It is a property of the
 * driver, and H2's refuses properties that it does not know, so it cannot stand in application.yaml for both.
 */
@Component
final class PostgresBatches implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        // The pool of Rollcall's own database runs already when it comes again as the target's.
        if (bean instanceof HikariDataSource source
                && !source.isRunning()
                && source.getJdbcUrl() != null
                && source.getJdbcUrl().startsWith("jdbc:postgresql:")
                && !source.getJdbcUrl().contains("reWriteBatchedInserts")) {
            source.addDataSourceProperty("reWriteBatchedInserts", "true");
        }
        return bean;
    }
}
