package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.Wire;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An address that passes from one member to another, in an asset system that takes one change at a time. */
class HandoverTest extends AssetSonarFixture {
    @Test
    void whoGetsAnAddressWaitsForTheChangeThatGivesItUp() {
        String first = address();
        String second = address();
        String id = push(first);
        stub.play(Fault.next(Kind.STATUS, "400", 1, Call::isWrite)); // a page from between: tried again
        WholeWayTest.patch(rollcall(), id, Map.of("userName", second, "emails[type eq \"work\"].value", second));
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
}
