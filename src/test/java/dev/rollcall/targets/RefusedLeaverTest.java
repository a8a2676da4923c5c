package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.Wire;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Somebody leaves by a change that the asset system refuses after the push was answered. */
class RefusedLeaverTest extends AssetSonarFixture {
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    @Test
    void aLeaverWhoCannotBeTakenOutOfUseEitherIsOnTheListWithWhatWasRefused() {
        rollcall().api("PATCH", "/settings", Map.of("delivery", Map.of("max-attempts", 2)));
        String address = address();
        Wire.Answer made = rollcall().scim("POST", "/Users", WholeWayTest.user(address));
        assertThat(made.status()).as(made.text()).isEqualTo(201);

        stub.play(Fault.next(Kind.STATUS, "400", 1, Call::isWrite)); // a page from between: tried again
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "Status can not be changed today.", 1, Call::isWrite));
        stub.play(Fault.next(Kind.STATUS, "400", 5, Call::isWrite));
        Wire.Answer left = rollcall()
                .scim(
                        "PATCH",
                        "/Users/" + made.json().path("id").asText(),
                        Map.of(
                                "schemas",
                                List.of(PATCH),
                                "Operations",
                                List.of(
                                        Map.of("op", "replace", "path", "title", "value", "Gone"),
                                        Map.of("op", "replace", "path", "active", "value", false))));
        assertThat(left.status()).as(left.text()).isEqualTo(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(listed("/deliveries?state=dead", "deliveries"))
                        .hasSize(1));
        assertThat(listed("/deliveries?state=dead", "deliveries")
                        .get(0)
                        .path("lastError")
                        .asText())
                .contains("Status can not be changed today");
        assertThat(listed("/rejections?state=open", "rejections").toString())
                .contains(address)
                .contains("Status can not be changed today");
    }

    private JsonNode listed(String path, String name) {
        return rollcall().api("GET", path, null).json().path(name);
    }
}
