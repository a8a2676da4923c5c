package dev.rollcall.trials;

import dev.rollcall.RollcallApplication;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Rollcall as a process that ends, as with kill -9, right before a chosen write of the pipeline:
 * {@code -Dtrials.kill-at=<n>} counts the writes and commits from the first user on.
 */
final class KillableRollcall {
    private static final int KILL_AT = Integer.getInteger("trials.kill-at", 0);
    private static final AtomicInteger WRITES = new AtomicInteger();

    private KillableRollcall() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RollcallApplication.class);
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return KILL_AT > 0 && name.equals("dataSource") && bean instanceof DataSource source
                        ? new Killing(source)
                        : bean;
            }
        }));
        application.run(arguments);
    }

    /** Counts one write; the point is named by what would come next. */
    private static void write(String what) {
        boolean first = what.startsWith("insert into member ");
        if (WRITES.get() == 0 && !first) {
            return;
        }
        if (WRITES.incrementAndGet() == KILL_AT) {
            System.out.println("KILLED before: " + what);
            System.out.flush();
            Runtime.getRuntime().halt(137);
        }
    }

    /** The statement's beginning where it writes what a push is about; nothing otherwise. */
    private static @Nullable String written(String sql) {
        String plain = sql.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        boolean writes =
                !plain.startsWith("select") && !plain.contains(" replica ") && !plain.contains("delivery_target");
        return writes ? plain.substring(0, Math.min(60, plain.length())) : null;
    }

    private static final class Killing extends DelegatingDataSource {
        Killing(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            boolean[] wrote = {false};
            return proxy(Connection.class, (proxy, method, values) -> {
                if (method.getName().equals("commit") && wrote[0]) {
                    write("commit");
                    wrote[0] = false;
                }
                Object result = call(connection, method, values);
                boolean prepares = method.getName().equals("prepareStatement") && values != null;
                String sql = prepares ? written(String.valueOf(values[0])) : null;
                return sql != null && result instanceof PreparedStatement statement
                        ? statement(statement, sql, wrote)
                        : result;
            });
        }
    }

    private static PreparedStatement statement(PreparedStatement statement, String sql, boolean[] wrote) {
        return proxy(PreparedStatement.class, (proxy, method, values) -> {
            if (method.getName().startsWith("execute")) {
                write(sql);
                wrote[0] = true;
            }
            return call(statement, method, values);
        });
    }

    @Nullable
    private static Object call(Object target, Method method, Object @Nullable [] values) throws Throwable {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
