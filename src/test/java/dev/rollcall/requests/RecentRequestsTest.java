package dev.rollcall.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.requests.RecentRequests.Kept;
import dev.rollcall.requests.RecentRequests.Request;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

    private final RecentRequests requests = new RecentRequests();

    private void came(int second, int status) {
        requests.add(
                "okta", new Kept(BEGIN.plusSeconds(second), "GET", "/" + second, null, null, status, 5, null, 0, null));
    }

    @Test
    void theLastHundredAreKeptTheNewestFirst() {
        for (int second = 0; second < 250; second++) {
            came(second, second % 10 == 0 ? 404 : 200);
        }

        assertThat(requests.of("okta", false, 1000))
                .hasSize(RecentRequests.KEPT)
                .extracting(Request::path)
                .startsWith("/249", "/248")
                .endsWith("/150");
        assertThat(requests.of("okta", true, 2)).extracting(Request::path).containsExactly("/240", "/230");
        assertThat(requests.failed("okta")).isEqualTo(10);
        assertThat(requests.newest("okta")).isEqualTo(BEGIN.plusSeconds(249));
    }

    @Test
    void ofOtherSourcesThereIsNothing() {
        came(0, 200);

        assertThat(requests.of("entra", false, 10)).isEmpty();
        assertThat(requests.failed("entra")).isZero();
        assertThat(requests.newest("entra")).isNull();
    }
}
