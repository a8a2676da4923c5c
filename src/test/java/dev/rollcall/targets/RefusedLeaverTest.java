package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Somebody leaves by a change that the asset system refuses after the push was answered. */
class RefusedLeaverTest extends AssetSonarFixture {
    @Test
    void aLeaverWhoCannotBeTakenOutOfUseEitherIsOnTheListWithWhatWasRefused() {
        rollcall().api("PATCH", "/settings", Map.of("delivery", Map.of("max-attempts", 2)));
        String address = address();
        String id = push(address);

        stub.play(Fault.next(Kind.STATUS, "400", 1, Call::isWrite)); // a page from between: tried again
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "Status can not be changed today.", 1, Call::isWrite));
        stub.play(Fault.next(Kind.STATUS, "400", 5, Call::isWrite));
        WholeWayTest.patch(rollcall(), id, Map.of("title", "Gone", "active", false));

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
}
