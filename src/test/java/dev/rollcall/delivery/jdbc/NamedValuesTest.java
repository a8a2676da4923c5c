package dev.rollcall.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements are prepared and filled as Camel does it. */
class NamedValuesTest {
    private final NamedValues ours = new NamedValues();
    private final SqlPrepareStatementStrategy camel = new DefaultSqlPrepareStatementStrategy();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO person (a, b, c) VALUES (:?a, :?b, :?a)",
                "UPDATE person SET a = :?a WHERE b IN (:?in:list) AND c = :?b",
                "UPDATE person SET a = :?${body[a]} WHERE c = :?b",
                "UPDATE person SET a = :?a WHERE b = :?header",
                "SELECT 1",
                "UPDATE person SET a = CAST(:?a AS VARCHAR(10)), b=:?b",
            })
    void aStatementIsPreparedAndFilledAsByCamel(String query) throws SQLException {
        exchange.getMessage().setHeader("header", "from a header");
        Map<String, Object> row = new HashMap<>(Map.of("a", "1", "list", List.of("x", "y")));
        row.put("b", null);
        assertThat(filled(ours, query, row)).isEqualTo(filled(camel, query, row));
        assertThat(filled(ours, query, row)).as("once more").isEqualTo(filled(camel, query, row));
    }

    @Test
    void aNameThatIsNowhereIsNamed() {
        assertThatThrownBy(() -> filled(ours, "UPDATE person SET a = :?forename", Map.of("a", "1")))
                .hasMessageContaining("forename");
    }

    private List<Object> filled(SqlPrepareStatementStrategy strategy, String query, Map<String, Object> row)
            throws SQLException {
        exchange.getMessage().setBody(row);
        String prepared = strategy.prepareQuery(query, true, exchange);
        int parameters = (int) prepared.chars().filter(c -> c == '?').count();
        List<Object> filled = new ArrayList<>(List.of(prepared));
        if (parameters > 0) {
            strategy.createPopulateIterator(query, prepared, parameters, exchange, row)
                    .forEachRemaining(value -> filled.add(
                            value instanceof org.springframework.util.CompositeIterator<?> list ? all(list) : value));
        }
        return filled;
    }

    private static List<Object> all(org.springframework.util.CompositeIterator<?> list) {
        List<Object> all = new ArrayList<>();
        list.forEachRemaining(all::add);
        return all;
    }
}
