package dev.rollcall.delivery.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LRUCacheFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fills a statement's named parameters from rows, for {@code prepareStatementStrategy} of {@code sql:}. Camel's own way looks
 * for the names in the statement's text for each row anew, which costs more than the rest of a delivery; here a text is read
 * once. Expressions and lists ({@code :?in:}), and what is not in the row, are left to Camel.
 */
@Component("namedValues")
public class NamedValues extends DefaultSqlPrepareStatementStrategy implements CamelContextConfiguration {
    private static final int STATEMENTS = 100;
    private static final Pattern NAME = Pattern.compile(":\\?(\\w+)");

    private final Map<String, Statement> statements = LRUCacheFactory.newLRUCache(STATEMENTS);

    /**
     * A statement's text, read.
     *
     * @param prepared with {@code ?} for each parameter; {@code null} where not all of them are plain names
     * @param names in the order of the text
     */
    private record Statement(@Nullable String prepared, List<String> names) {
        static Statement of(String query) {
            List<String> names = new ArrayList<>();
            Matcher matcher = NAME.matcher(query);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            boolean plain = !names.isEmpty() && !query.contains(":?in:") && !query.contains(":?$");
            return new Statement(plain ? matcher.replaceAll("?") : null, List.copyOf(names));
        }
    }

    /**
     * Tells each {@code sql:} that is filled here how many parameters it has. Camel asks the database otherwise, for each
     * delivery anew, over which PostgreSQL's driver forgets the statement that it has prepared.
     */
    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof SqlEndpoint sql
                    && sql.getPrepareStatementStrategy() == this
                    && sql.isAllowNamedParameters()
                    && sql.getParametersCount() == 0) {
                Statement statement = read(SqlHelper.resolvePlaceholders(
                        sql.getQuery(), sql.isUsePlaceholder() ? sql.getPlaceholder() : null));
                sql.setParametersCount(
                        statement.prepared() == null ? 0 : statement.names().size());
            }
            return endpoint;
        });
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}

    @Override
    public String prepareQuery(String query, boolean allowNamedParameters, Exchange exchange) throws SQLException {
        String prepared = allowNamedParameters ? read(query).prepared() : null;
        return prepared == null ? super.prepareQuery(query, allowNamedParameters, exchange) : prepared;
    }

    @Override
    public Iterator<?> createPopulateIterator(
            String query, String preparedQuery, int expectedParams, Exchange exchange, Object value)
            throws SQLException {
        Statement statement = read(query);
        if (statement.prepared() != null && value instanceof Map<?, ?> row && hasAll(row, statement.names())) {
            List<Object> values = new ArrayList<>(statement.names().size());
            statement.names().forEach(name -> values.add(row.get(name)));
            return values.iterator();
        }
        return super.createPopulateIterator(query, preparedQuery, expectedParams, exchange, value);
    }

    private Statement read(String query) {
        return statements.computeIfAbsent(query, Statement::of);
    }

    private static boolean hasAll(Map<?, ?> row, List<String> names) {
        for (String name : names) {
            if (!row.containsKey(name)) {
                return false;
            }
        }
        return true;
    }
}
