package dev.rollcall.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A route file as the tree that it is. */
record RouteFile(String name, JsonNode tree) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The shipped ones, by name. */
    static List<RouteFile> shipped() {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteFile read(Path file) {
        try {
            return new RouteFile(file.getFileName().toString(), YAML.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteFile of(String yaml) throws IOException {
        return new RouteFile("text", YAML.readTree(yaml));
    }

    /** The YAML DSL's own schema, from its jar. */
    static JsonSchema schema() throws IOException {
        try (InputStream schema = Objects.requireNonNull(
                RouteFile.class.getResourceAsStream("/schema/camelYamlDsl.json"), "the YAML DSL's schema")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
        }
    }

    List<String> violations(JsonSchema schema) {
        return schema.validate(tree).stream().map(ValidationMessage::getMessage).toList();
    }

    /** Every {@code route}, {@code from} with its steps included. */
    List<JsonNode> routes() {
        List<JsonNode> routes = new ArrayList<>();
        tree.forEach(entry -> {
            if (entry.has("route")) {
                routes.add(entry.get("route"));
            }
        });
        return routes;
    }

    /** Every step of that kind, however deep; not the {@code to} of a REST operation, which is a text. */
    static List<JsonNode> steps(JsonNode node, String kind) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode step : node.path("steps")) {
            if (step.has(kind)) {
                found.add(step.get(kind));
            }
        }
        node.forEach(child -> found.addAll(steps(child, kind)));
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
