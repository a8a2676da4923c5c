package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.Wire;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** Members who go from one source to another, and sources that are taken out of the settings. */
class MovedSourcesStoriesTest {
    @OnBoth
    void membersThatAreAdoptedCountForTheGuard(PullFixture bench) {
        bench.source("old", Map.of()).people(0, 30, "adopted.example");
        bench.full("old");
        assertThat(bench.rollcall.api("POST", "/sources/old/release", null).status())
                .isEqualTo(200);
        Directory directory = bench.source("new", Map.of("adopt", "email"));
        for (int i = 0; i < 30; i++) {
            directory.person("n" + i, "u" + i, "adopted.example").put("n" + i, "active", "false");
        }

        JsonNode stopped = bench.run("new", "full", false);

        assertThat(stopped.path("state").asText()).as("%s", stopped).isEqualTo("stopped");
        assertThat(stopped.path("sentence").asText())
                .isEqualTo(
                        bench.run("new", "full", true).path("sentence").asText().replaceFirst(".*unchanged\\. ", ""))
                .contains("would deactivate 30");
        assertThat(bench.inUse("adopted.example")).isEqualTo(30);
        assertThat(PullFixture.counts(bench.approved(stopped)))
                .containsOnly(entry("read", 30), entry("deactivated", 30));
        bench.settled("new", 30);
    }

    @OnBoth
    void aSourceThatWasTakenOutOfTheSettingsCanLetItsMembersGo(PullFixture bench) {
        bench.source("takenout", Map.of()).people(0, 5, "takenout.example");
        bench.full("takenout");
        bench.change(Map.of("sources", Collections.singletonMap("takenout", null)));

        Wire.Answer released = bench.rollcall.api("POST", "/sources/takenout/release", null);

        assertThat(released.status()).as("%s", released).isEqualTo(200);
        assertThat(released.json().path("members").asInt()).isEqualTo(5);
        for (String nobody : List.of("takenout", "never", "~")) {
            assertThat(bench.rollcall
                            .api("POST", "/sources/" + nobody + "/release", null)
                            .status())
                    .isEqualTo(404);
        }
    }

    @OnBoth
    void aSourceThatIsTakenOutOfTheSettingsEndsItsRun(PullFixture bench) {
        Directory directory = bench.source("midst", Map.of());
        directory.people(0, 2 * Directory.PAGE, "midst.example");
        CountDownLatch gate = new CountDownLatch(1);
        directory.gate = gate;
        String run = bench.started("midst", "full", false);
        Awaitility.await().until(() -> directory.reads.get() > 0);
        bench.change(Map.of("sources", Collections.singletonMap("midst", null)));
        gate.countDown();

        JsonNode ended = bench.ended(run);

        assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("failed");
        assertThat(ended.path("sentence").asText())
                .contains("The settings were changed while the run was under way", "sources.midst: there is no such");
    }
}
