package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of a whole server in corners where one part of it could say something else than another. */
class AnswersTest extends WholeServer {
    private static final String PATCH = "{'Operations':[%s]}";

    private int found(String filter) {
        JsonNode list = call("GET", "/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), null)
                .json();
        assertThat(list.path("totalResults").isInt()).as("%s", list).isTrue();
        return list.path("totalResults").asInt();
    }

    private Answer patch(String id, String operation) {
        return call("PATCH", "/Users/" + id, PATCH.formatted(operation).replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'remove','path':'active'}",
                "{'op':'replace','path':'active','value':null}",
                "{'op':'replace','path':'active','value':''}"
            })
    void whoseActiveIsClearedIsFoundAsItStays(String clears) {
        String id = newUser(BENCH);
        String title = "title of " + id;
        patch(id, "{'op':'replace','value':{'active':false,'title':'" + title + "'}}");

        Answer cleared = patch(id, clears);

        assertThat(cleared.status()).as("%s", cleared).isEqualTo(200);
        assertThat(found("id eq \"" + id + "\" and active eq false")).isEqualTo(1);
        assertThat(found("title eq \"" + title + "\" and active eq false")).isEqualTo(1);
        assertThat(found("title eq \"" + title + "\" and active eq true")).isZero();
    }

    @Test
    void manyRolesThatAreNoneGetTheFallback() {
        String id = newUser(BENCH);
        String roles = IntStream.range(0, 80)
                .mapToObj(i -> "{'value':'Group number " + i + " of the headquarters'}")
                .collect(Collectors.joining(","));
        assertThat(patch(id, "{'op':'replace','path':'roles','value':[" + roles + "]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void blanksAroundNamesHideNobody() {
        String name = "blank" + System.nanoTime() + "@bench.example";
        String body =
                "{\"userName\":\" NAME \",\"emails\":[{\"value\":\"NAME \"}],\"name\":{\"givenName\":\"A\",\"familyName\":\"B\"}}"
                        .replace("NAME", name);
        Answer created = call("POST", "/Users", body);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertThat(created.json().path("userName").asText()).isEqualTo(name);
        assertThat(found("userName eq \"" + name + "\"")).isEqualTo(1);
        assertThat(found("userName eq \"" + name + " \"")).isEqualTo(1);
        assertThat(found("emails.value eq \" " + name + "\"")).isEqualTo(1);
        assertScimError(call("POST", "/Users", body.replace(" \"", "\"")), 409);
    }

    @Test
    void theAddressOfADeletedUserSaysWhoseItIs() {
        String deleted = newUser(BENCH);
        String email = call("GET", "/Users/" + deleted, null)
                .json()
                .at("/emails/0/value")
                .asText();
        call("DELETE", "/Users/" + deleted, null);

        Answer answer = patch(newUser(BENCH), "{'op':'replace','path':'emails','value':[{'value':'" + email + "'}]}");

        assertScimError(answer, 409);
        assertThat(answer.json().path("detail").asText())
                .contains(email + "' belongs to a member of this source whose user is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
    void aSearchRequestIsSentByPost(String method) {
        Answer answer = call(method, "/Users/.search", method.equals("GET") || method.equals("DELETE") ? null : "{}");
        assertScimError(answer, 405);
        assertThat(answer.headers()).containsEntry("allow", "POST");
    }

    @Test
    void methodsThatNobodyTakesAreAnsweredInScimsForm() {
        assertScimError(call("FOO", "/Users", null), 501);
        assertScimError(call("TRACE", "/Users", null), 405);
    }

    @Test
    void anEncodedIdIsTheSameId() {
        String id = newUser(BENCH);
        assertThat(call("GET", "/Users/" + id.replace("-", "%2D"), null).status())
                .isEqualTo(200);
        assertScimError(call("GET", "/Users/" + id + "%20", null), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/v2/Users", "/scim/v2/Users"})
    void aWrongBaseUrlIsToldTheRightOne(String path) {
        Answer answer = call("GET", path, null);
        assertScimError(answer, 404);
        assertThat(answer.json().path("detail").asText()).contains("/scim/v2/Users", "base URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "Deflate"})
    void aCompressedBodyIsNamedAsSuch(String encoding) throws Exception {
        Answer answer = raw("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BENCH
                + "\r\nContent-Type: application/scim+json\r\nContent-Encoding: " + encoding
                + "\r\nContent-Length: 3\r\n\r\n\u001f\u008b\u0008");
        assertScimError(answer, 415);
        assertThat(answer.text()).contains("Content-Encoding");
    }

    @Test
    void singleQuotesAreNoQuotes() {
        assertScimError(call("GET", "/Users?filter=userName+eq+'x'", null), 400);
        assertScimError(
                call(
                        "PATCH",
                        "/Users/" + newUser(BENCH),
                        "{\"Operations\":[{\"op\":\"add\",\"path\":\"phoneNumbers[type eq 'work'].value\",\"value\":\"9\"}]}"),
                400);
    }

    @Test
    void aTimeWithoutAZoneIsInUtc() {
        newUser(BENCH);
        assertThat(found("meta.created gt \"2020-01-01T00:00:00\"")).isPositive();
        assertThat(found("meta.created lt \"2020-01-01T00:00:00\"")).isZero();
    }

    @Test
    void whatTheServerCanDoCannotBeFiltered() {
        for (String place : new String[] {"ServiceProviderConfig", "Schemas", "ResourceTypes"}) {
            assertScimError(call("GET", "/" + place + "?filter=patch.supported+eq+true", null), 403);
        }
    }

    /** Each discovery document has just the attributes that the schema of its kind describes. */
    @Test
    void discoveryIsDescribedByItsOwnSchemas() {
        JsonNode schemas = call("GET", "/Schemas", null).json().path("Resources");
        for (JsonNode schema : schemas) {
            // The schema of schemas has parts of parts, which it would have to describe without an end.
            if (!schema.path("name").asText().equals("Schema")) {
                assertDescribed(schema, "Schema", schemas);
            }
        }
        call("GET", "/ResourceTypes", null)
                .json()
                .path("Resources")
                .forEach(type -> assertDescribed(type, "ResourceType", schemas));
        assertDescribed(call("GET", "/ServiceProviderConfig", null).json(), "ServiceProviderConfig", schemas);
    }

    private static void assertDescribed(JsonNode document, String kind, JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (schema.path("id").asText().endsWith(":" + kind)) {
                assertNamed(
                        ((ObjectNode) document.deepCopy()).without(List.of("schemas", "meta")),
                        schema.path("attributes"));
                return;
            }
        }
        throw new AssertionError("no schema " + kind);
    }

    private static void assertNamed(JsonNode object, JsonNode attributes) {
        object.fields().forEachRemaining(field -> {
            JsonNode described = MissingNode.getInstance();
            for (JsonNode attribute : attributes) {
                described = attribute.path("name").asText().equals(field.getKey()) ? attribute : described;
            }
            assertThat(described.isObject())
                    .as("%s in %s", field.getKey(), object)
                    .isTrue();
            JsonNode parts = described.path("subAttributes");
            assertThat(field.getValue().isArray())
                    .as("%s", field.getKey())
                    .isEqualTo(described.path("multiValued").asBoolean());
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                if (value.isObject()) {
                    assertNamed(value, parts);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.title", "$", "9x", "-x", "a:b"})
    void whatIsNoAttributeNameIsNoPath(String path) {
        Answer answer = patch(newUser(BENCH), "{'op':'add','path':'" + path + "','value':'x'}");
        assertScimError(answer, 400);
        assertThat(answer.json().path("scimType").asText()).isEqualTo("invalidPath");
    }

    /** RFC 7643 section 3.1. */
    @Test
    void aUsersAddressIsTheSameInHeadersAndBody() {
        String id = newUser(BENCH);
        for (Answer answer : List.of(
                call("GET", "/Users/" + id, null),
                patch(id, "{'op':'add','path':'title','value':'x'}"),
                call("POST", "/Users", user("content-location")))) {
            String location = answer.json().at("/meta/location").asText();
            assertThat(location).isNotEmpty();
            assertThat(answer.header("content-location")).isEqualTo(location);
            assertThat(answer.header("location")).isEqualTo(location);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12345678901234567890.123456789", "1.10", "123456789012345678901234567890", "-0.1", "1E+400"})
    void numbersKeepTheirDigits(String number) {
        String id = newUser(BENCH);
        String extension = ",\"urn:acme:2.0:User\":{\"n\":" + number + "},";
        String body = user("n" + id).replaceFirst(",", extension);
        Answer put = call("PUT", "/Users/" + id, body);

        assertThat(put.text()).contains("{\"n\":" + number + "}");
        assertThat(call("GET", "/Users/" + id, null).text()).isEqualTo(put.text());
        assertThat(call("PUT", "/Users/" + id, body).header("etag")).isEqualTo(put.header("etag"));
        assertThat(patch(id, "{'op':'add','path':'title','value':'x'}").text()).contains("{\"n\":" + number + "}");
    }
}
