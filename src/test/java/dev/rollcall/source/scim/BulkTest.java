package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bulk requests (RFC 7644 section 3.7) on the way of single ones. */
class BulkTest extends WholeServer {
    private JsonNode run(String operations, String more) {
        Answer answer = call("POST", "/Bulk", "{\"Operations\":[" + operations + "]" + more + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("Operations");
    }

    private static String post(String bulkId, String data) {
        return "{\"method\":\"post\",\"path\":\"/Users\",\"bulkId\":\"" + bulkId + "\",\"data\":" + data + "}";
    }

    private static List<String> statuses(JsonNode operations) {
        List<String> statuses = new ArrayList<>();
        operations.forEach(operation -> {
            assertThat(operation.path("status").isTextual()).isTrue();
            statuses.add(operation.path("status").asText());
        });
        return statuses;
    }

    @Test
    void referencesAreFilledInAndWaitForWhatTheyReferTo() {
        String manager =
                "{\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\"bulkId:boss\"}},";
        JsonNode results = run(
                post("worker", manager + user("bulk-worker").substring(1)) + "," + post("boss", user("bulk-boss"))
                        + ",{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:worker\",\"data\":{\"Operations\":[{\"op\":\"add\",\"path\":\"title\",\"value\":\"T\"}]}}",
                "");
        assertThat(statuses(results)).containsExactly("201", "201", "200");
        assertThat(results.get(0).path("bulkId").asText()).isEqualTo("boss");
        String boss = results.get(0).path("location").asText();
        String worker = results.get(1).path("location").asText();
        JsonNode stored =
                call("GET", worker.substring(worker.indexOf("/Users/")), null).json();
        assertThat(boss)
                .endsWith(
                        stored.path(UserSchema.ENTERPRISE).at("/manager/value").asText());
        assertThat(stored.path("title").asText()).isEqualTo("T");
        assertThat(stored.at("/meta/version").asText())
                .isEqualTo(results.get(2).path("version").asText());
    }

    /** As in the example of RFC 7644 section 3.7.3; ids are numbers with some clients, and paths end in a slash. */
    @Test
    void aPatchMayBeAListOfOperations() {
        JsonNode results = run(
                post("1", user("bulk-list")).replace("\"1\"", "1").replace("/Users", "/Users/")
                        + ",{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:1/\",\"version\":\"W/\\\"1\\\"\",\"data\":"
                        + "[{\"op\":\"remove\",\"path\":\"nickName\"},{\"op\":\"add\",\"path\":\"title\",\"value\":\"T\"}]}",
                "");
        assertThat(statuses(results)).containsExactly("201", "200");
        String location = results.get(0).path("location").asText();
        assertThat(call("GET", location.substring(location.indexOf("/Users/")), null)
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("T");
    }

    /** RFC 7644 section 3.7.3: for all but a POST that failed. */
    @Test
    void everyResultSaysWhereItsUserIs() {
        String id = id(post("placed", user("bulk-placed")));
        String at = ",\"path\":\"/Users/" + id + "\"";
        JsonNode results = run(
                "{\"method\":\"PATCH\"" + at
                        + ",\"data\":{\"Operations\":[{\"op\":\"remove\",\"path\":\"userName\"}]}},{\"method\":\"DELETE\""
                        + at
                        + "},{\"method\":\"PUT\"" + at + ",\"data\":" + user("bulk-placed") + "}," + post("bad", "{}")
                        + ",{\"method\":\"DELETE\",\"path\":\"/Users/no one's\"}"
                        + ",{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:bad\"}",
                "");
        assertThat(statuses(results)).containsExactly("400", "204", "404", "400", "404", "409");
        for (int i = 0; i < 3; i++) {
            assertThat(results.get(i).path("location").asText()).endsWith("/scim/v2/Users/" + id);
        }
        assertThat(results.get(3).has("location")).isFalse();
        assertThat(results.get(4).path("location").asText()).endsWith("/scim/v2/Users/no%20one's");
        assertThat(results.get(5).has("location")).isFalse();
    }

    private String id(String operation) {
        String location = run(operation, "").get(0).path("location").asText();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void faultsAreAnsweredWhereTheyAre() {
        JsonNode results = run(
                post("a", "{\"active\":true}") + ",{\"method\":\"PUT\",\"path\":\"/Users/bulkId:a\",\"data\":{}},"
                        + "{\"method\":\"GET\",\"path\":\"/Users\"},{\"method\":\"DELETE\",\"path\":\"/Users/7\"},"
                        + "{\"method\":\"PUT\",\"path\":\"/Things/1\"},{\"method\":\"DELETE\",\"path\":\"/Groups/1\"},"
                        + post("b", "7") + "," + post("c", user("bulk-fine")),
                "");
        assertThat(statuses(results)).containsExactly("400", "409", "400", "404", "404", "501", "400", "201");
        results.forEach(result -> assertThat(result.has("response"))
                .isEqualTo(!result.path("status").asText().startsWith("2")));
    }

    private static String reportsTo(String name, String manager) {
        return "{\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\"bulkId:"
                + manager + "\"}}," + user(name).substring(1);
    }

    private JsonNode stored(JsonNode result) {
        String location = result.path("location").asText();
        return call("GET", location.substring(location.indexOf("/Users/")), null)
                .json();
    }

    /** RFC 7644 section 3.7.1: a server has to try. */
    @Test
    void usersInACircleAreMadeAndThenReferToEachOther() {
        JsonNode results = run(
                post("d", reportsTo("circle-d", "a")) + "," + post("a", reportsTo("circle-a", "b")) + ","
                        + post("b", reportsTo("circle-b", "c")) + "," + post("c", reportsTo("circle-c", "a")) + ","
                        + post("self", reportsTo("circle-self", "self")),
                "");
        assertThat(statuses(results)).containsOnly("201").hasSize(5);
        ObjectNode byBulkId = JSON.createObjectNode();
        results.forEach(result -> byBulkId.set(result.path("bulkId").asText(), result));
        Map.of("d", "a", "a", "b", "b", "c", "c", "a", "self", "self").forEach((user, manager) -> {
            JsonNode stored = stored(byBulkId.path(user));
            assertThat(byBulkId.path(manager).path("location").asText())
                    .endsWith(stored.path(UserSchema.ENTERPRISE)
                            .at("/manager/value")
                            .asText("none"));
            assertThat(byBulkId.path(user).path("version").asText())
                    .isEqualTo(stored.at("/meta/version").asText());
            assertThat(byBulkId.path(user).path("method").asText()).isEqualTo("POST");
        });
    }

    /** Finishing a user gives it what the POST said: a change in between has to come after that. */
    @Test
    void aChangeOfAUserInACircleStays() {
        String patch =
                "{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:a\",\"bulkId\":\"p\",\"data\":{\"Operations\":[{\"op\":\"add\",\"path\":\"title\",\"value\":\"T\"}]}}";
        JsonNode results = run(
                post("a", reportsTo("changed-a", "b")) + "," + patch + "," + post("b", reportsTo("changed-b", "a")),
                "");
        assertThat(statuses(results)).containsExactly("201", "201", "200");
        JsonNode stored = stored(results.get(0));
        assertThat(stored.path("title").asText()).isEqualTo("T");
        assertThat(results.get(1).path("location").asText())
                .endsWith(
                        stored.path(UserSchema.ENTERPRISE).at("/manager/value").asText("none"));
    }

    /** Its own reference is never had, so that nothing else can finish the user. */
    @Test
    void aChangeOfAUserWhoCannotBeFinishedIsMadeAllTheSame() {
        String patch =
                "{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:a\",\"data\":{\"Operations\":[{\"op\":\"add\",\"path\":\"title\",\"value\":\"T\"}]}}";
        JsonNode results = run(
                post("a", reportsTo("open-a", "b")) + "," + patch + ","
                        + post("b", "{\"nickName\":\"bulkId:a\",\"userName\":\"open-b\"}"),
                "");
        assertThat(statuses(results)).containsExactly("409", "400", "200");
        assertThat(stored(results.get(2)).path("title").asText()).isEqualTo("T");
    }

    @Test
    void whoWasMadeWithoutAReferenceIsToldSo() {
        JsonNode results = run(
                post("a", reportsTo("half-a", "b")) + ","
                        + post("b", "{\"nickName\":\"bulkId:a\",\"userName\":\"half-b\"}"),
                "");
        assertThat(statuses(results)).containsExactly("409", "400");
        assertThat(results.get(0).at("/response/detail").asText())
                .isEqualTo("the user was made, but without its references: 'bulkId:b' refers to an operation that made"
                        + " no resource");
        assertThat(stored(results.get(0)).path(UserSchema.ENTERPRISE).has("manager"))
                .isFalse();
    }

    /** Nobody can be waited for who is not there. */
    @Test
    void aReferenceToNothingIsTheClientsMistake() {
        JsonNode results = run(
                post("a", reportsTo("lone-a", "nobody")) + ",{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:nobody\"}",
                "");
        assertThat(statuses(results)).containsExactly("400", "400");
        results.forEach(
                result -> assertThat(result.at("/response/scimType").asText()).isEqualTo("invalidValue"));
    }

    @Test
    void anotherMessageThanABulkRequestIsRefused() {
        String operation = "\"Operations\":[" + post("a", user("bulk-other")) + "]}";
        assertScimError(call("POST", "/Bulk", "{\"schemas\":[\"" + UserSchema.CORE + "\"]," + operation), 400);
        assertThat(call(
                                "POST",
                                "/Bulk",
                                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"]," + operation)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void stopsAfterTheErrorsThatAreAllowed() {
        String bad = "{\"method\":\"DELETE\",\"path\":\"/Users/7\"}";
        JsonNode results = run(bad + "," + bad + "," + post("late", user("bulk-late")), ",\"failOnErrors\":2");
        assertThat(statuses(results)).containsExactly("404", "404");
        assertThat(call("GET", "/Users?filter=userName%20eq%20%22bulk-late@bench.example%22", null)
                        .json()
                        .path("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    void refusesAsAWholeWhatCannotBeRead() {
        String one = "{\"method\":\"DELETE\",\"path\":\"/Users/7\"}";
        assertThat(run((one + ",").repeat(99) + one, "")).hasSize(100);
        assertScimError(call("POST", "/Bulk", "{\"Operations\":[" + (one + ",").repeat(100) + one + "]}"), 413);
        for (String body : List.of(
                "{}",
                "{\"Operations\":{}}",
                "{\"Operations\":[7]}",
                "{\"Operations\":[" + one + "],\"failOnErrors\":0}",
                "{\"Operations\":[" + one + "],\"failOnErrors\":\"1\"}",
                "{\"Operations\":[{\"method\":\"POST\",\"path\":\"/Users\",\"data\":{}}]}",
                "{\"Operations\":[" + post("a", "{}") + "," + post("a", "{}") + "]}")) {
            assertScimError(call("POST", "/Bulk", body), 400);
        }
    }
}
