package dev.rollcall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.rollcall.bench.RunningRollcall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped route files are valid, can be found in a console by their ids, and start. */
class RoutesTest {

    static List<RouteFile> shipped() {
        return RouteFile.shipped();
    }

    @Test
    void thereAreRouteFilesAndTheSchemaRefusesAnUnknownKey() throws IOException {
        JsonSchema schema = RouteFile.schema();
        assertThat(shipped()).hasSizeGreaterThan(5);
        assertThat(RouteFile.of("- route: { id: a, from: { uri: 'direct:a', steps: [ { stop: {} } ] } }")
                        .violations(schema))
                .isEmpty();
        assertThat(RouteFile.of("- route: { id: a, form: { uri: 'direct:a', steps: [ { stop: {} } ] } }")
                        .violations(schema))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void obeysTheSchemaOfTheYamlDsl(RouteFile file) throws IOException {
        assertThat(file.violations(RouteFile.schema())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void namesAndDescribesEveryRoute(RouteFile file) {
        assertThat(file.routes()).allSatisfy(route -> {
            assertThat(route.path("id").asText()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
            assertThat(route.path("description").asText()).isNotBlank().doesNotContain("\n");
        });
        for (JsonNode entry : file.tree()) {
            JsonNode rest = entry.path("rest");
            if (!rest.isMissingNode()) {
                assertThat(rest.path("id").asText()).isNotBlank();
                assertThat(rest.path("description").asText()).isNotBlank();
            }
            assertThat(entry.has("from"))
                    .as("a route without a name in " + file)
                    .isFalse();
        }
    }

    /** application.yaml leaves these names out of the metrics, which count the routes that the operations hand over to. */
    @Test
    void everyOperationOfRestIsNamedAsOne() {
        List<JsonNode> operations = new ArrayList<>();
        for (RouteFile file : shipped()) {
            for (JsonNode entry : file.tree()) {
                for (String verb : List.of("get", "head", "post", "put", "patch", "delete")) {
                    entry.path("rest").path(verb).forEach(operations::add);
                }
            }
        }
        assertThat(operations)
                .hasSizeGreaterThan(20)
                .extracting(operation -> operation.path("id").asText())
                .allSatisfy(id -> assertThat(id).endsWith("-operation"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void namesEveryOutgoingStep(RouteFile file) {
        List<JsonNode> outgoing = new ArrayList<>(RouteFile.steps(file.tree(), "to"));
        for (String kind : List.of("toD", "wireTap", "enrich", "pollEnrich")) {
            outgoing.addAll(RouteFile.steps(file.tree(), kind));
        }
        assertThat(outgoing)
                .allSatisfy(step -> assertThat(step.path("id").asText())
                        .as("id of " + step)
                        .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"));
    }

    @Test
    void theSearchForOutgoingStepsFindsThem() {
        List<JsonNode> found = new ArrayList<>();
        shipped().forEach(file -> found.addAll(RouteFile.steps(file.tree(), "to")));
        assertThat(found)
                .extracting(step -> step.path("id").asText())
                .contains("scim-user-create-provision", "update-members", "insert-custom-fields")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyRouteIsStarted(@TempDir Path folder) {
        List<String> ids = new ArrayList<>();
        shipped()
                .forEach(file ->
                        file.routes().forEach(route -> ids.add(route.path("id").asText())));
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()))) {
            CamelContext camel = rollcall.camel();
            assertThat(camel.getRoutes()).extracting(Route::getRouteId).containsAll(ids);
            assertThat(camel.getRoutes())
                    .allSatisfy(route -> assertThat(camel.getRouteController().getRouteStatus(route.getRouteId()))
                            .as(route.getRouteId())
                            .isEqualTo(ServiceStatus.Started));
        }
    }
}
