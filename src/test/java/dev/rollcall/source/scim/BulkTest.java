package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void circlesEndInConflicts() {
        String data = "{\"userName\":\"circle\",\"nickName\":\"bulkId:%s\"}";
        assertThat(statuses(run(post("a", data.formatted("b")) + "," + post("b", data.formatted("a")), "")))
                .containsExactly("409", "409");
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
