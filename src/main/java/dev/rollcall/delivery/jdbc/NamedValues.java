package dev.rollcall.delivery.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.support.LRUCacheFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fills a statement's named parameters from rows, for {@code prepareStatementStrategy} of {@code sql:}. Camel's own way looks
 * for the names in the statement's text for each row anew, which costs more than the rest of a delivery; here a text is read
 * once. Expressions and lists ({@code :?in:}), and what is not in the row, are left to Camel.
 */
@Component("namedValues")
public class NamedValues extends DefaultSqlPrepareStatementStrategy {
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
