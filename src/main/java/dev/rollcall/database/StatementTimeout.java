package dev.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Ends statements of Rollcall's own database after 20 s, and waits for locks after 2 s (H2 does so by itself), by settings of
 * each connection. The usual way, a time limit on each statement, costs a second statement on H2, after which it forgets all
 * that it has prepared.
 */
@Component
final class StatementTimeout implements BeanPostProcessor {
    private static final int MILLIS = 20_000;

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && name.equals("dataSource")) {
            String sql = sql(pool.getJdbcUrl());
            if (pool.getConnectionInitSql() == null && sql != null) {
                pool.setConnectionInitSql(sql);
            }
        }
        return bean;
    }

    private static @Nullable String sql(String url) {
        if (url != null && url.startsWith("jdbc:h2:")) {
            return "SET QUERY_TIMEOUT " + MILLIS;
        }
        return url != null && url.startsWith("jdbc:postgresql:")
                ? "SET statement_timeout = " + MILLIS + "; SET lock_timeout = 2000"
                : null;
    }
}
