package dev.rollcall.delivery.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.database.DatabaseWords;
import dev.rollcall.delivery.SharedTransaction;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Targets.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The data source {@code targetDataSource} of routes/41-deliver-jdbc.camel.yaml: the one of
 * {@code rollcall.targets.jdbc}, or Rollcall's own database, where the schema {@code asset} is made and kept.
 */
@Configuration(proxyBeanMethods = false)
class JdbcTarget {
    /** Longer than any sensible statement, shorter than a claim's lease. */
    private static final int STATEMENT_SECONDS = 10;

    @Bean(defaultCandidate = false)
    @DependsOn("flywayInitializer")
    DataSource targetDataSource(Settings settings, DataSource own) {
        Jdbc jdbc = settings.current().targets().jdbc();
        if (jdbc.url().isBlank()) {
            DatabaseWords.migrateAll(DatabaseWords.configure(Flyway.configure().dataSource(own))
                    .schemas(schema(own))
                    .locations("classpath:db/asset")
                    .load());
            return own;
        }
        HikariDataSource target = DataSourceBuilder.create()
                .type(HikariDataSource.class)
                .url(jdbc.url())
                .username(jdbc.username())
                .password(jdbc.password())
                .build();
        target.setPoolName("target");
        target.setMaximumPoolSize(8);
        target.setConnectionTimeout(2_000);
        // The asset system's database may be down when Rollcall starts: deliveries wait for it.
        target.setInitializationFailTimeout(-1);
        return target;
    }

    /** Where the target is Rollcall's own database, a delivery and its settling are one commit. */
    @Bean
    SharedTransaction sharedTransaction(
            DataSource own, @Qualifier("targetDataSource") DataSource target, TransactionTemplate transactionTemplate) {
        return new SharedTransaction(target == own ? transactionTemplate : null);
    }

    /** Flyway quotes the name, so it has to be in the database's own case. */
    private static String schema(DataSource own) {
        try (Connection connection = own.getConnection()) {
            return connection.getMetaData().storesUpperCaseIdentifiers() ? "ASSET" : "asset";
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be reached", e);
        }
    }

    /** The policy {@code targetTransaction} of the delivery route: a change and its custom fields, or neither. */
    @Bean
    SpringTransactionPolicy targetTransaction(
            DataSource own, @Qualifier("targetDataSource") DataSource target, PlatformTransactionManager ownManager) {
        DataSourceTransactionManager manager =
                target == own ? (DataSourceTransactionManager) ownManager : new JdbcTransactionManager(target);
        SpringTransactionPolicy policy = new SpringTransactionPolicy();
        TransactionTemplate template = new TransactionTemplate(manager);
        if (target != own) {
            template.setTimeout(STATEMENT_SECONDS);
        }
        policy.setTransactionManager(manager);
        policy.setTransactionTemplate(template);
        return policy;
    }
}
