package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and broken requests on a real port: always a SCIM error, never a 5xx, never a side effect. */
class MalformedInputTest extends WholeServer {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String operations(int count) {
        String one = "{'op':'replace','path':'title','value':'x'}";
        return json("{'Operations':[" + String.join(",", java.util.Collections.nCopies(count, one)) + "]}");
    }

    private static String filter(String text) {
        return "/Users?count=1&filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "7",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"userName\":\"\\u0000\"}",
                "<user/>",
                "{\"userName\":\"x\\ud800\"}",
                "{'userName':'x'}",
                "\u0000",
                "{\"userName\":}",
                "userName=ana"
            })
    void badJsonIs400(String body) {
        String id = newUser(BENCH);
        assertScimError(call("POST", "/Users", body), 400);
        assertScimError(call("PUT", "/Users/" + id, body), 400);
        assertScimError(call("PATCH", "/Users/" + id, body), 400);
        assertScimError(call("POST", "/Bulk", body), 400);
        if (!body.startsWith("{\"userName\":\"")) {
            assertScimError(call("POST", "/Users/.search", body), 400);
        }
    }

    @Test
    void anEmptyBodyIs400() {
        String id = newUser(BENCH);
        for (String[] to : new String[][] {{"POST", "/Users"}, {"PUT", "/Users/" + id}, {"PATCH", "/Users/" + id}}) {
            assertScimError(call(to[0], to[1], null), 400);
            assertScimError(call(to[0], to[1], ""), 400);
        }
    }

    @Test
    void oneMebibyteIsReadAndOneByteMoreIsNot() {
        String start =
                "{\"userName\":\"big@bench.example\",\"emails\":[{\"value\":\"big@bench.example\"}],\"name\":{\"givenName\":\"A\",\"familyName\":\"B\"}";
        String filled = start + " ".repeat((1 << 20) - start.length() - 1) + "}";
        assertThat(call("POST", "/Users", filled).status()).isEqualTo(201);
        assertScimError(call("POST", "/Users", filled + " "), 413);
        assertScimError(call("POST", "/Bulk", filled + " "), 413);
    }

    @Test
    void depthOperationsAndFiltersHaveLimits() {
        String id = newUser(BENCH);
        assertScimError(call("POST", "/Users", "{\"x\":" + "[".repeat(50) + "]".repeat(50) + "}"), 400);
        assertScimError(call("POST", "/Users", "{\"x\":".repeat(100_000)), 400);
        assertScimError(call("PATCH", "/Users/" + id, operations(101)), 400);
        assertScimError(call("PATCH", "/Users/" + id, operations(1000)), 400);
        assertThat(call("PATCH", "/Users/" + id, operations(100)).status()).isEqualTo(200);
        String bulk = "{\"method\":\"DELETE\",\"path\":\"/Users/" + NOBODY + "\"}";
        assertScimError(call("POST", "/Bulk", "{\"Operations\":[" + (bulk + ",").repeat(100) + bulk + "]}"), 413);
        assertScimError(call("GET", filter("userName eq \"" + "x".repeat(5 * 1024) + "\""), null), 400);
        assertScimError(call("GET", filter("active pr and ".repeat(199) + "active pr"), null), 400);
        assertScimError(call("GET", filter("(".repeat(21) + "active pr" + ")".repeat(21)), null), 400);
        assertThat(call("GET", filter("active pr and ".repeat(99) + "active pr"), null)
                        .status())
                .isEqualTo(200);
    }

    static Stream<String> wrongTypes() {
        return Stream.of(
                "'userName':{}",
                "'userName':[1,2]",
                "'externalId':{'a':1}",
                "'displayName':['a','b']",
                "'name':'Ana'",
                "'name':[1]",
                "'name':{'givenName':{}}",
                "'title':{}",
                "'nickName':{'x':[]}",
                "'profileUrl':[1,2]",
                "'userType':[1,2]",
                "'preferredLanguage':{'a':1}",
                "'locale':{'a':1}",
                "'timezone':{'a':1}",
                "'active':'maybe'",
                "'active':1",
                "'active':{}",
                "'emails':7",
                "'emails':[7]",
                "'emails':[['a']]",
                "'emails':[{'value':{}}]",
                "'emails':[{'value':'a@b.example','primary':'perhaps'}]",
                "'phoneNumbers':true",
                "'addresses':'Street 1'",
                "'addresses':[{'locality':[1,2]}]",
                "'roles':[[1]]",
                "'roles':[{'value':'{broken'}]",
                "'ims':7",
                "'photos':[{'value':[{}]}]",
                "'entitlements':[3]",
                "'x509Certificates':[[]]",
                "'schemas':{'a':1}",
                "'schemas':[1]",
                "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':'x'",
                "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':{}}",
                "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'manager':[1,2]}",
                "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'manager':{'value':{}}}");
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void aWrongTypeIs400AndChangesNothing(String attribute) {
        String id = newUser(BENCH);
        String before = call("GET", "/Users/" + id, null).text();
        String body = json("{'userName':'wrong@bench.example','emails':[{'value':'wrong@bench.example'}],"
                + "'name':{'givenName':'A','familyName':'B'}," + attribute + "}");
        for (String single : List.of("'userName':", "'emails':", "'name':")) {
            if (attribute.startsWith(single)) {
                body = json("{" + (single.equals("'userName':") ? "" : "'userName':'wrong@bench.example',") + attribute
                        + "}");
            }
        }
        assertScimError(call("POST", "/Users", body), 400);
        assertScimError(call("PUT", "/Users/" + id, body), 400);
        if (!attribute.startsWith("'schemas'")) {
            assertScimError(
                    call(
                            "PATCH",
                            "/Users/" + id,
                            json("{'Operations':[{'op':'replace','value':{'title':'T'}},{'op':'replace','value':{"
                                    + attribute + "}}]}")),
                    400);
        }
        assertThat(call("GET", "/Users/" + id, null).text()).isEqualTo(before);
        assertThat(call("GET", filter("userName eq \"wrong@bench.example\""), null)
                        .json()
                        .path("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    void aUserOfAnotherSourceDoesNotExist() {
        String id = newUser(OTHER);
        String before = call(OTHER, "GET", "/Users/" + id, null, null).text();
        for (String unknown : List.of(id, NOBODY, "7", "x%20y", "%00", "..%2f", id + "x", "a".repeat(2000))) {
            if (!unknown.contains("%")) {
                assertScimError(call("GET", "/Users/" + unknown, null), 404);
                assertScimError(call("PUT", "/Users/" + unknown, user("taken")), 404);
                assertScimError(call("PATCH", "/Users/" + unknown, operations(1)), 404);
                assertScimError(call("DELETE", "/Users/" + unknown, null), 404);
            } else {
                assertThat(call("GET", "/Users/" + unknown, null).status()).isBetween(400, 404);
            }
        }
        Answer bulk = call(
                "POST",
                "/Bulk",
                json("{'Operations':[{'method':'DELETE','path':'/Users/" + id + "'},"
                        + "{'method':'PATCH','path':'/Users/" + id + "','data':" + operations(1) + "},"
                        + "{'method':'PUT','path':'/Users/" + id + "','data':" + user("taken") + "}]}"));
        for (JsonNode one : bulk.json().path("Operations")) {
            assertThat(one.path("status").asText()).isEqualTo("404");
            assertThat(one.path("response").path("detail").asText()).isNotBlank();
        }
        assertThat(call("GET", filter("id eq \"" + id + "\""), null)
                        .json()
                        .path("totalResults")
                        .asInt())
                .isZero();
        assertThat(call(OTHER, "GET", "/Users/" + id, null, null).text()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "x",
                "application/jsonx"
            })
    void otherContentTypesAre415(String type) {
        String id = newUser(BENCH);
        for (String[] to : new String[][] {
            {"POST", "/Users"},
            {"PUT", "/Users/" + id},
            {"PATCH", "/Users/" + id},
            {"POST", "/Bulk"},
            {"POST", "/.search"}
        }) {
            assertScimError(call(BENCH, to[0], to[1], user("typed"), type), 415);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/users",
                "/Nothing",
                "/Users/1/2",
                "/Users/.search/x",
                "/Schemas/urn:none",
                "/ResourceTypes/Group",
                "/Groups/1",
                "/v1"
            })
    void unknownEndpointsAre404(String path) {
        assertScimError(call("GET", path, null), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/Users",
        "PATCH,/Users",
        "DELETE,/Users",
        "POST,/ServiceProviderConfig",
        "DELETE,/Schemas",
        "PUT,/ResourceTypes",
        "GET,/Bulk",
        "DELETE,/Bulk",
        "GET,/.search",
        "PUT,/Users/.search",
        "POST,/Users/" + NOBODY,
        "DELETE,/Groups"
    })
    void wrongMethodsAre405AndNameTheRightOnes(String method, String path) {
        Answer answer = call(method, path, null);
        if (path.equals("/Users/.search")) {
            assertThat(answer.status()).isIn(400, 404, 405);
            assertScimError(answer);
            return;
        }
        assertScimError(answer, 405);
        assertThat(answer.header("allow")).isNotBlank().doesNotContain(method);
    }

    @Test
    void withoutARightTokenEverythingIs401() {
        for (String authorization : new String[] {
            null, "Bearer", "Bearer ", "Bearer wrong", "bench-token", "Basic !!!", "Digest x", "Bearer bench-token x"
        }) {
            for (String path : List.of("/Users", "/Users/" + NOBODY, "/Nothing", "/ServiceProviderConfig", "/Bulk")) {
                Answer answer = call(authorization, "GET", path, null, null);
                assertScimError(answer, 401);
                assertThat(answer.header("www-authenticate")).startsWith("Bearer");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /scim/v2/Users?filter=%zz HTTP/1.1",
                "GET /scim/v2/Users?filter=userName%20eq%20%22%00%22 HTTP/1.1",
                "GET /scim/v2/Users?filter=%ff%fe HTTP/1.1",
                "GET /scim/v2/Users/%zz HTTP/1.1",
                "GET /scim/v2/Users/%00 HTTP/1.1",
                "GET /scim/v2/Users/a%2fb HTTP/1.1",
                "GET /scim/v2/Users/..%2f..%2fapi HTTP/1.1",
                "GET /scim/v2/Users/;jsessionid=1 HTTP/1.1",
                "GET /scim/v2/Users/%c0%ae HTTP/1.1",
                "GET /scim/v2/Users/a\\b HTTP/1.1",
                "GET /scim/v2/Users/a<b> HTTP/1.1",
                "GET /scim/v2/Users/\u00e9 HTTP/1.1",
                "GET /scim/v2/Users/a\u0000b HTTP/1.1",
                "GET /scim/v2/Users?a=\u0000 HTTP/1.1",
                "G\u0001T /scim/v2/Users HTTP/1.1",
                "GET /scim/v2/Users HTTP/9.9",
                "GET /scim/v2/../../etc/passwd HTTP/1.1",
            })
    void oddRequestLinesAreRefused(String line) throws IOException {
        Answer answer = raw(line + "\r\nHost: x\r\nAuthorization: " + BENCH + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).as(answer.text()).isBetween(400, 505).isNotIn(500, 501, 502, 503);
        assertThat(answer.text()).doesNotContain("<", "Exception");
    }

    @Test
    void oddHeadersAreRefused() throws IOException {
        String start =
                "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BENCH + "\r\n";
        for (String headers : List.of(
                "X-Bomb: " + "x".repeat(40_000) + "\r\n",
                IntStream.range(0, 2000).mapToObj(i -> "X" + i + ": 1\r\n").reduce("", String::concat),
                "Content-Length: -1\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: odd\r\n",
                "No colon\r\n")) {
            Answer answer = raw(start + headers + "\r\n");
            assertThat(answer.status())
                    .as(headers.substring(0, 10))
                    .isBetween(400, 501)
                    .isNotEqualTo(500);
            assertThat(answer.text()).doesNotContain("<", "Exception");
        }
    }

    /** Generated requests; a failure names its input. */
    @Test
    void nothingThatIsGeneratedEndsIn5xx() {
        String id = newUser(BENCH);
        Arbitrary<String> texts = new HostileInputTest().texts();
        Arbitrary<String> mutations = new HostileInputTest().mutations();
        JqwikSession.run(() -> {
            Random random = new Random(42);
            Arbitraries.oneOf(texts, mutations).sampleStream().limit(150).forEach(text -> {
                answered(call("GET", filter(text), null), text);
                JsonNode value = HostileInputTest.value(random, text, 0);
                String patch = JSON.createObjectNode()
                        .set(
                                "Operations",
                                JSON.createArrayNode()
                                        .add(JSON.createObjectNode()
                                                .put("op", random.nextBoolean() ? "add" : "Replace")
                                                .put("path", text)
                                                .set("value", value)))
                        .toString();
                answered(call("PATCH", "/Users/" + id, patch), patch);
                String body = JSON.createObjectNode()
                        .put("userName", "gen" + random.nextInt(40) + "@bench.example")
                        .put("displayName", text)
                        .set(text, value)
                        .toString();
                answered(call("POST", "/Users", body), body);
            });
        });
    }

    private static void answered(Answer answer, String sent) {
        assertThat(answer.status()).as(sent).isLessThan(500);
        if (answer.status() >= 400) {
            assertScimError(answer);
        }
    }
}
