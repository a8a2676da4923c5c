package dev.rollcall.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One scenario file: what is there before, and what is sent. */
record Scenario(JsonNode json) {
    static final String CUSTOM_URN = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
    static final String OTHER_TOKEN = "other-token-0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FIELD_TYPES =
            Map.of("list", "dropdown", "integer", "number", "string", "text");

    /** All scenarios, by file name. */
    static List<Scenario> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
            List<Scenario> scenarios = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                scenarios.add(new Scenario(JSON.readTree(file.toFile())));
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return json.path("idp").asText() + "-" + json.path("scenario").asText();
    }

    JsonNode setup() {
        return json.path("setup");
    }

    List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        json.path("steps").forEach(steps::add);
        return steps;
    }

    /** The keys under {@code rollcall} that the set-up stands for: {@code settings_of} of the corpus's runner. */
    Map<String, Object> settings(String token) {
        Map<String, Object> roles = new TreeMap<>();
        JsonNode unknown = setup().path("unknownRole");
        Map<String, Object> policy = new LinkedHashMap<>();
        unknown.fields()
                .forEachRemaining(
                        entry -> policy.put(entry.getKey(), entry.getValue().asText()));
        roles.put("catalogue", catalogue());
        roles.put("missing", unknown.path("role").asText("Staff User"));
        roles.put("unknown", policy.isEmpty() ? Map.of("policy", "role", "role", "Staff User") : policy);
        roles.put("administrators-by-fallback-per-day", 1000);
        if (setup().has("rolePrecedence")) {
            roles.put("precedence", texts(setup().path("rolePrecedence")));
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        List<Map<String, Object>> fields = new ArrayList<>();
        customFields("customFields", false, fields, attributes);
        customFields("mandatoryCustomFields", true, fields, attributes);
        return Map.of(
                "roles",
                roles,
                "custom-fields",
                fields,
                "sources",
                Map.of(
                        "bench",
                        Map.of("kind", "scim", "token", token, "adopt", "email", "attributes", attributes),
                        "other",
                        Map.of("kind", "scim", "token", OTHER_TOKEN)));
    }

    private List<Map<String, Object>> catalogue() {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        Stream.concat(Stream.of("Administrator", "Staff User"), texts(setup().path("roles")).stream())
                .forEach(role -> aliases.putIfAbsent(role, new ArrayList<>()));
        setup().path("roleMap")
                .fields()
                .forEachRemaining(
                        entry -> aliases.computeIfAbsent(entry.getValue().asText(), role -> new ArrayList<>())
                                .add(entry.getKey()));
        List<Map<String, Object>> catalogue = new ArrayList<>();
        aliases.forEach((role, names) -> catalogue.add(Map.of("name", role, "aliases", names)));
        return catalogue;
    }

    private void customFields(
            String key, boolean mandatory, List<Map<String, Object>> fields, Map<String, Object> attributes) {
        for (JsonNode given : setup().path(key)) {
            Map<String, Object> field = new LinkedHashMap<>();
            String type = given.path("type").asText("text");
            field.put("name", given.path("label").asText());
            field.put("type", FIELD_TYPES.getOrDefault(type, type));
            field.put("mandatory", mandatory);
            if (given.has("allowed")) {
                field.put("options", texts(given.path("allowed")));
            }
            if (given.has("default")) {
                field.put("default", given.path("default").asText());
            }
            fields.add(field);
            attributes.put(
                    "custom." + field.get("name"),
                    given.path("scimPath").asText().replace("${customUrn}", CUSTOM_URN));
        }
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
