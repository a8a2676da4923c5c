package dev.rollcall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever header of a Camel component a client sends, and however: the answer is the same, and nothing comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeaderCatalogueTest {
    /** In every value: what a route obeyed would differ, and what it let through would show. */
    private static final String MARKER = "steered-from-outside";

    private static final String AGENT = "header-catalogue/1.0";
    private static final String ACCEPT = "application/scim+json, application/vnd.catalogue+json;q=0.1";
    /** Tomcat reads at most 100 headers of a request. */
    private static final int BATCH = 80;

    /** HTTP's own, which mean something to a server, and SCIM's parameters. */
    private static final Set<String> MEANT = Set.of(
            "host",
            "connection",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "expect",
            "upgrade",
            "authorization",
            "accept",
            "user-agent",
            "if-match",
            "if-none-match",
            "filter",
            "count",
            "cursor",
            "startindex",
            "sortby",
            "sortorder",
            "attributes",
            "excludedattributes");

    private static final List<String> SPELLINGS = HeaderCatalogue.names().stream()
            .filter(name -> !MEANT.contains(name.toLowerCase(Locale.ROOT)))
            .flatMap(name -> HeaderCatalogue.spellings(name).stream())
            .toList();

    private @Nullable RunningRollcall started;
    private String id = "";

    @BeforeAll
    void start(@TempDir Path folder) {
        RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()));
        started = rollcall;
        id = rollcall.scim("POST", "/Users", user("first@catalogue.example"))
                .json()
                .path("id")
                .asText();
    }

    @AfterAll
    void stop() {
        rollcall().close();
    }

    @Test
    void theCatalogueIsRead() {
        assertThat(HeaderCatalogue.names())
                .contains("CamelSqlQuery", "CamelSqlRowCount", "CamelJdbcParameters", "CamelBeanMethodName")
                .hasSizeGreaterThan(40);
        assertThat(HeaderCatalogue.spellings("CamelHttpUri"))
                .containsExactly("CamelHttpUri", "camelhttpuri", "CAMELHTTPURI", "cAMELhTTPuRI");
    }

    @Test
    void listAndReadAnswerAsIfNothingHadBeenSent() {
        for (String path : List.of("/Users", "/Users/" + id)) {
            Wire.Answer plain = send("GET", path, List.of(), List.of(), null);
            assertThat(plain.status()).isEqualTo(200);
            for (List<String> names : HeaderCatalogue.batches(SPELLINGS, BATCH)) {
                for (Wire.Answer answer : List.of(
                        send("GET", path, names, List.of(), null),
                        send("GET", path, List.of(), names, null),
                        send("GET", path, names, names, null))) {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.text()).isEqualTo(plain.text());
                    assertThat(kept(answer)).isEqualTo(kept(plain));
                    nothingComesBack(answer, names);
                }
            }
        }
    }

    @Test
    void createAnswersAsIfNothingHadBeenSent() {
        Wire.Answer plain = create(List.of(), List.of());
        assertThat(plain.status()).as(plain.text()).isEqualTo(201);
        for (List<String> names : HeaderCatalogue.batches(SPELLINGS, BATCH)) {
            for (Wire.Answer answer :
                    List.of(create(names, List.of()), create(List.of(), names), create(names, names))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                assertThat(lasting(answer)).isEqualTo(lasting(plain));
                assertThat(answer.headers().keySet()).isEqualTo(plain.headers().keySet());
                nothingComesBack(answer, names);
            }
        }
    }

    @Test
    void errorsAnswerAsIfNothingHadBeenSent() {
        String path = "/Users/7d9e6c1e-0000-4000-8000-000000000000";
        Wire.Answer plain = send("GET", path, List.of(), List.of(), null);
        assertThat(plain.status()).isEqualTo(404);
        for (List<String> names : HeaderCatalogue.batches(SPELLINGS, BATCH)) {
            Wire.Answer answer = send("GET", path, names, names, null);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(plain.text());
            nothingComesBack(answer, names);
        }
    }

    @Test
    void aFormIsNotReadAtAll() {
        for (List<String> names : HeaderCatalogue.batches(SPELLINGS, BATCH)) {
            Map<String, String> headers = headers(names);
            headers.put("Content-Type", "application/x-www-form-urlencoded");
            Wire.Answer answer = Wire.send(
                    rollcall().port(),
                    "POST",
                    "/scim/v2/Users",
                    headers,
                    parameters(names).getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.text()).isEqualTo(415);
            nothingComesBack(answer, names);
        }
        assertThat(rollcall()
                        .scim("GET", "/Users?count=0", null)
                        .json()
                        .path("totalResults")
                        .asInt())
                .isEqualTo(1);
    }

    /** Creates a person, and deletes it so that the next answer can be the same. */
    private Wire.Answer create(List<String> asHeaders, List<String> asParameters) {
        Wire.Answer made = send("POST", "/Users", asHeaders, asParameters, user("second@catalogue.example"));
        Wire.Answer gone =
                rollcall().scim("DELETE", "/Users/" + made.json().path("id").asText(), null);
        assertThat(gone.status()).as(made.text()).isEqualTo(204);
        return made;
    }

    private Wire.Answer send(
            String method, String path, List<String> asHeaders, List<String> asParameters, @Nullable String body) {
        String query = asParameters.isEmpty() ? "" : "?" + parameters(asParameters);
        return Wire.send(
                rollcall().port(),
                method,
                "/scim/v2" + path + query,
                headers(asHeaders),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(List<String> names) {
        Map<String, String> headers = new LinkedHashMap<>(RunningRollcall.bearer(RunningRollcall.TOKEN));
        headers.put("Accept", ACCEPT);
        headers.put("User-Agent", AGENT);
        names.forEach(name -> headers.put(name, MARKER));
        return headers;
    }

    private static String parameters(List<String> names) {
        return names.stream().map(name -> name + "=" + MARKER).collect(Collectors.joining("&"));
    }

    private static void nothingComesBack(Wire.Answer answer, List<String> sent) {
        Set<String> lower =
                sent.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        assertThat(answer.headers().keySet())
                .doesNotContainAnyElementsOf(lower.isEmpty() ? Set.of(MARKER) : lower)
                .doesNotContain("authorization", "user-agent", "accept", "host");
        assertThat(answer.headers().toString()).doesNotContain(MARKER, RunningRollcall.TOKEN, AGENT, "vnd.catalogue");
        assertThat(answer.text()).doesNotContain(MARKER, RunningRollcall.TOKEN, AGENT);
    }

    /** The headers without the clock's. */
    private static Map<String, List<String>> kept(Wire.Answer answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
        headers.remove("date");
        return headers;
    }

    /** The user without what is new with every creation. */
    private static JsonNode lasting(Wire.Answer answer) {
        return ((ObjectNode) answer.json()).remove(List.of("id", "meta"));
    }

    private static String user(String address) {
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%1$s",
                 "name": {"givenName": "Uma", "familyName": "Lind"}, "emails": [{"value": "%1$s", "primary": true}]}""".formatted(address);
    }

    private RunningRollcall rollcall() {
        RunningRollcall rollcall = started;
        if (rollcall == null) {
            throw new IllegalStateException("not started");
        }
        return rollcall;
    }
}
