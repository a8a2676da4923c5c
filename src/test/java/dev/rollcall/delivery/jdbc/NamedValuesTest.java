package dev.rollcall.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Whoever asks the database for the number of parameters makes PostgreSQL's driver prepare the statement once more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MERGE INTO person p USING (SELECT :#a AS a) s ON p.a = s.a WHEN MATCHED THEN UPDATE SET b = :#b, c = :#a | 3
            UPDATE person SET a = :#a WHERE b IN (:#in:list)                                                      | 0
            UPDATE person SET a = :#${body[a]}                                                                    | 0
            SELECT 1                                                                                              | 0
            """)
    void anEndpointKnowsHowManyParametersItHas(String query, int parameters) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            ours.beforeApplicationStart(camel);
            SqlComponent component = new SqlComponent();
            component.setDataSource(new JdbcDataSource());
            camel.addComponent("sql", component);
            camel.getRegistry().bind("namedValues", ours);
            camel.start();
            Map<String, Object> options = new HashMap<>(Map.of("query", query));
            assertThat(endpoint(camel, options).getParametersCount()).isZero();
            options.put("prepareStatementStrategy", "#namedValues");
            assertThat(endpoint(camel, options).getParametersCount()).isEqualTo(parameters);
        }
    }

    private static SqlEndpoint endpoint(CamelContext camel, Map<String, Object> options) throws Exception {
        String uri =
                camel.getCamelContextExtension().getEndpointUriFactory("sql").buildUri("sql", options, false);
        return camel.getEndpoint(uri, SqlEndpoint.class);
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
