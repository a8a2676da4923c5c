package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The description at /api/docs against what really comes. */
class ApiDescriptionTest extends ConsoleFixture {
    private static final String USER = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","name":{"familyName":"Brod"},"roles":[{"value":"%s"}]}
            """;

    private JsonNode docs;
    private String run = "";
    private String member = "";

    ApiDescriptionTest(@Autowired JdbcTemplate jdbc, @Autowired PasswordEncoder encoder) {
        super(jdbc, encoder);
    }

    @BeforeAll
    void aWorldWithSomethingInEveryList() throws Exception {
        docs = call("admin", "GET", "/api/docs", null).json();
        call(
                "admin",
                "PATCH",
                "/api/settings",
                "{\"sources\":{\"bench\":{\"unknown-role\":{\"policy\":\"do-not-provision\"}},\"described\":{\"kind\":\"scim\"}}}");
        for (String role : List.of("Staff User", "Nobody knows")) {
            send(
                    "Bearer bench-token",
                    "POST",
                    "/scim/v2/Users",
                    USER.formatted(role.substring(0, 3) + "@described.example", role),
                    "application/json");
        }
        call("admin", "POST", "/api/sources/described/tokens", "{}");
        Answer started = call("admin", "POST", "/api/sync-runs", "{\"source\":\"bench\",\"mode\":\"remap\"}");
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        run = started.json().get("id").asText();
        member = call("admin", "GET", "/api/members?q=sta@described", null)
                .json()
                .at("/members/0/id")
                .asText();
        Awaitility.await()
                .until(() -> !call("admin", "GET", "/api/sync-runs/" + run, null)
                        .text()
                        .contains("\"running\""));
    }

    @AfterAll
    void asBefore() throws Exception {
        call("admin", "PATCH", "/api/settings", "{\"sources\":{\"bench\":{\"unknown-role\":null},\"described\":null}}");
    }

    @Test
    void everyAnswerFitsItsSchema() throws Exception {
        List<String> faults = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<String, JsonNode> path : docs.get("paths").properties()) {
            JsonNode described = path.getValue().at("/get/responses/200/content/application~1json/schema");
            String rejection = call("admin", "GET", "/api/rejections?limit=1", null)
                    .json()
                    .at("/rejections/0/id")
                    .asText();
            String id = path.getKey().contains("sync-runs")
                    ? run
                    : path.getKey().contains("sources")
                            ? "described"
                            : path.getKey().contains("rejections") ? rejection : member;
            String address =
                    path.getKey().replace("{id}", id) + (path.getKey().endsWith("/requests") ? "?source=bench" : "");
            if (!described.isMissingNode() && !path.getKey().endsWith("/export")) {
                Answer answer = call("admin", "GET", address, null);
                assertThat(answer.status()).as(address).isEqualTo(200);
                check(address, described, answer.json(), faults);
                seen++;
            }
        }
        assertThat(faults).isEmpty();
        assertThat(seen).isGreaterThan(15);
    }

    @Test
    void everyCallSaysHowItCanFailAndWhatItTakes() {
        TreeSet<String> lacking = new TreeSet<>();
        docs.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(call -> {
                    JsonNode responses = call.getValue().get("responses");
                    for (String status : List.of("400", "401", "403", "503")) {
                        if (!responses
                                .at("/" + status + "/content/application~1json/schema/$ref")
                                .asText()
                                .endsWith("/ApiError")) {
                            lacking.add(call.getKey() + " " + path.getKey() + " " + status);
                        }
                    }
                }));
        assertThat(lacking).isEmpty();
        assertThat(docs.at("/paths/~1api~1sync-runs/post/responses").has("202")).isTrue();
        assertThat(docs.at("/paths/~1api~1members/post/responses").has("201")).isTrue();
        assertThat(docs.at("/paths/~1api~1members~1{id}/get/responses").has("404"))
                .isTrue();
        assertThat(body("/api/sync-runs", "post")).containsExactlyInAnyOrder("source", "dryRun", "mode", "remap");
        assertThat(body("/api/users", "post")).containsExactlyInAnyOrder("username", "role");
        assertThat(body("/api/sources/{id}/tokens", "post")).containsExactly("expires");
        assertThat(docs.at("/paths/~1api~1settings/patch/requestBody/content").has("application/merge-patch+json"))
                .isTrue();
        assertThat(docs.at("/components/securitySchemes/login/scheme").asText()).isEqualTo("basic");
        assertThat(docs.at("/info/title").asText()).isEqualTo("Rollcall's admin API");
    }

    @Test
    void aCursorOfAnotherListIsNamedAsSuch() throws Exception {
        for (String cursor : List.of("done", "done_x", "donex", "x", "1_x", "_")) {
            Answer answer = call("viewer", "GET", "/api/sync-runs/" + run + "/changes?cursor=" + cursor, null);
            assertThat(answer.status()).as(cursor + ": " + answer.text()).isEqualTo(400);
            assertThat(answer.text()).contains("The parameter 'cursor' is none of ours.");
        }
    }

    private List<String> body(String path, String method) {
        JsonNode schema = docs.at(
                "/paths/" + path.replace("/", "~1") + "/" + method + "/requestBody/content/application~1json/schema");
        List<String> fields = new ArrayList<>();
        resolved(schema).get("properties").fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : docs.at(reference.substring(1));
    }

    /** As much of JSON Schema as the description uses. */
    private void check(String place, JsonNode described, JsonNode value, List<String> faults) {
        JsonNode schema = resolved(described);
        if (schema.has("anyOf")) {
            if (!value.isNull()) {
                check(place, schema.at("/anyOf/0"), value, faults);
            }
            return;
        }
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        String is =
                switch (value.getNodeType()) {
                    case NUMBER -> value.isIntegralNumber() && !types.contains("number") ? "integer" : "number";
                    default -> value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
                };
        if (!types.isEmpty() && !types.contains(is)) {
            faults.add(place + " is " + is + ", not " + types);
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(place + " lacks " + name.asText());
            }
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(place + "[" + i + "]", schema.path("items"), value.get(i), faults);
        }
        if (value.isObject() && schema.has("properties")) {
            value.properties().forEach(field -> {
                if (schema.get("properties").has(field.getKey())) {
                    check(
                            place + "." + field.getKey(),
                            schema.get("properties").get(field.getKey()),
                            field.getValue(),
                            faults);
                } else {
                    faults.add(place + "." + field.getKey() + " is not described");
                }
            });
        }
    }
}
