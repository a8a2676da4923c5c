package dev.rollcall.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A running Rollcall that is asked by JMX over HTTP, by users of each role. */
final class Jolokia {
    static final String CONTEXT = "org.apache.camel:context=rollcall,type=context,name=\"rollcall\"";
    static final String ROUTE = "org.apache.camel:context=rollcall,type=routes,name=\"report-smtp\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningRollcall rollcall;
    private final Map<String, String> authorizations = new HashMap<>();

    private Jolokia(RunningRollcall rollcall) {
        this.rollcall = rollcall;
        authorizations.put("admin", basic("admin", RunningRollcall.ADMIN_PASSWORD));
        Map.of("viewer", "viewer", "operator", "operator", "refused", "operator")
                .forEach((name, role) -> {
                    Wire.Answer made = rollcall.api("POST", "/users", Map.of("username", name, "role", role));
                    authorizations.put(
                            name, basic(name, made.json().get("password").asText()));
                });
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    RunningRollcall rollcall() {
        return rollcall;
    }

    String authorization(String user) {
        return Objects.requireNonNull(authorizations.get(user));
    }

    JsonNode post(String user, JsonNode body) {
        return Wire.send(
                        rollcall.port(),
                        "POST",
                        "/actuator/jolokia",
                        Map.of("Authorization", authorization(user), "Content-Type", "application/json"),
                        body.toString().getBytes(StandardCharsets.UTF_8))
                .json();
    }

    Wire.Answer get(@Nullable String user, String path) {
        return Wire.send(
                rollcall.port(),
                "GET",
                path,
                user == null ? Map.of() : Map.of("Authorization", authorization(user)),
                null);
    }

    /** The requests of a batch that were not answered with 403. */
    List<String> notRefused(ArrayNode requests) {
        List<String> through = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += 500) {
            ArrayNode batch = JSON.createArrayNode();
            for (int i = from; i < Math.min(from + 500, requests.size()); i++) {
                batch.add(requests.get(i));
            }
            JsonNode answers = post("admin", batch);
            assertThat(answers).hasSameSizeAs(batch);
            for (int i = 0; i < batch.size(); i++) {
                if (answers.get(i).get("status").asInt() != 403) {
                    through.add(batch.get(i) + " " + answers.get(i));
                }
            }
        }
        return through;
    }

    String state(ObjectName route) {
        return post("operator", request("read", route).put("attribute", "State"))
                .get("value")
                .asText();
    }

    static ObjectNode request(String type, ObjectName name) {
        return JSON.createObjectNode().put("type", type).put("mbean", name.toString());
    }

    static ObjectNode exec(ObjectName name, String operation, int arguments) {
        ObjectNode request = request("exec", name).put("operation", operation);
        for (int i = 0; i < arguments; i++) {
            request.withArray("arguments").add("true");
        }
        return request;
    }

    static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Gives tests one running Rollcall for all of them; it stops after the last test. */
    static final class Shared implements ParameterResolver {
        private record Running(Jolokia jolokia) implements CloseableResource {
            static Running start(Object key) {
                try {
                    return new Running(new Jolokia(RunningRollcall.start(
                            Files.createTempDirectory("rollcall-jolokia"), RunningRollcall.settings(Map.of()))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                jolokia.rollcall.close();
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Jolokia.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Jolokia.class))
                    .getOrComputeIfAbsent("running", Running::start, Running.class)
                    .jolokia();
        }
    }
}
