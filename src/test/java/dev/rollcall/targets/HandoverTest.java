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

/** An address that passes from one member to another, in an asset system that takes one change at a time. */
class HandoverTest extends AssetSonarFixture {
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    @Test
    void whoGetsAnAddressWaitsForTheChangeThatGivesItUp() {
        String first = address();
        String second = address();
        String id = push(first).json().path("id").asText();
        stub.play(Fault.next(Kind.STATUS, "400", 1, Call::isWrite)); // a page from between: tried again
        Wire.Answer renamed = rollcall()
                .scim(
                        "PATCH",
                        "/Users/" + id,
                        Map.of(
                                "schemas",
                                List.of(PATCH),
                                "Operations",
                                List.of(
                                        Map.of("op", "replace", "path", "userName", "value", second),
                                        Map.of(
                                                "op",
                                                "replace",
                                                "path",
                                                "emails[type eq \"work\"].value",
                                                "value",
                                                second))));
        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
        assertThat(stub.byEmail(first)).hasSize(1);

        push(first);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stub.byEmail(first)).hasSize(1);
            assertThat(stub.byEmail(second)).hasSize(1);
        });
        assertThat(listed("/deliveries?state=dead", "deliveries")).isEmpty();
        assertThat(listed("/rejections?state=open", "rejections")).isEmpty();
    }

    /** Nobody gives it up: that is a conflict at once. */
    @Test
    void anAddressThatStaysWithAnotherMemberIsAConflict() {
        String taken = address();
        stub.add(taken, "Other", "Staff User", true);
        Wire.Answer answer = rollcall().scim("POST", "/Users", WholeWayTest.user(taken));
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.json().path("detail").asText()).doesNotContain("..");
    }

    private JsonNode listed(String path, String name) {
        return rollcall().api("GET", path, null).json().path(name);
    }

    private Wire.Answer push(String address) {
        Wire.Answer answer = rollcall().scim("POST", "/Users", WholeWayTest.user(address));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }
}
