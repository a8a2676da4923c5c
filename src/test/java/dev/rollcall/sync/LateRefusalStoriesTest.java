package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.AssetRule;
import dev.rollcall.delivery.Change;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.RefusedDeliveries;
import dev.rollcall.member.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What the asset system refused after the user was recorded, and what becomes of it once the cause is gone. */
class LateRefusalStoriesTest {
    @OnBoth
    void aDeliveryThatIsTriedAgainEndsItsRejection(PullFixture bench) {
        String member = refused(bench, "retried");

        assertThat(post(bench, "/deliveries/" + member + "/retry")
                        .path("result")
                        .asText())
                .isEqualTo("done");

        arrives(bench, "retried", member);
    }

    @OnBoth
    void aRejectionThatIsReplayedIsDelivered(PullFixture bench) {
        String member = refused(bench, "replayed");
        String rejection = bench.database.queryForObject(
                "SELECT CAST(id AS VARCHAR(40)) FROM rejection WHERE source_id = 'replayed'", String.class);

        assertThat(post(bench, "/rejections/" + rejection + "/replay")
                        .path("detail")
                        .asText())
                .isEqualTo("The user was right already; what the asset system refused is delivered again.");

        arrives(bench, "replayed", member);
    }

    /** Nobody stays in use because something else of the change was refused; the rest of it waits for a person. */
    @OnBoth
    void whoLeavesWithAValueThatIsRefusedIsOutOfUseAllTheSame(PullFixture bench) {
        Directory directory = bench.source("left", Map.of());
        directory.people(0, 20, "left.example").put("k7", "id", "k7");
        directory.put("k7", "job_title", "Baker");
        bench.full("left");
        try (AssetRule rule = new AssetRule(bench.database, "no_left", "job_title <> 'left'")) {
            directory.put("k7", "job_title", "left");
            directory.put("k7", "active", "false");
            assertThat(bench.full("left")).contains(entry("deactivated", 1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> bench.openRejections("left").equals(List.of("u7@left.example")));

            assertThat(bench.asset("u7@left.example"))
                    .containsEntry("status", "inactive")
                    .containsEntry("job_title", "Baker");
            String member = bench.member("u7@left.example").path("id").asText();
            assertThat(state(bench, member)).isEqualTo("dead");
            assertThat(bench.database.queryForObject(
                            "SELECT last_error FROM delivery WHERE member_id = ?",
                            String.class,
                            UUID.fromString(member)))
                    .endsWith(" The member is out of use there all the same");
        }
        String member = bench.member("u7@left.example").path("id").asText();
        post(bench, "/deliveries/" + member + "/retry");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> state(bench, member).equals("delivered"));
        assertThat(bench.asset("u7@left.example"))
                .containsEntry("status", "inactive")
                .containsEntry("job_title", "left");
        bench.settled("left", 20);
    }

    /** A change of the user that came meanwhile may be right, and what another process took over may have arrived. */
    @OnBoth
    void aRefusalOfWhatIsNotWantedAnyMoreIsNobodysRejection(PullFixture bench) {
        bench.source("overtaken", Map.of()).people(0, 2, "overtaken.example");
        bench.full("overtaken");
        RefusedDeliveries late = bench.rollcall.camel().getRegistry().findSingleByType(RefusedDeliveries.class);
        for (int i = 0; i < 2; i++) {
            UUID member = UUID.fromString(
                    bench.member("u" + i + "@overtaken.example").path("id").asText());
            long version = bench.count("SELECT version FROM delivery WHERE member_id = ?", member);
            long fence = bench.count("SELECT fence FROM delivery WHERE member_id = ?", member);
            bench.database.update("UPDATE delivery SET version = ? WHERE member_id = ?", version + i, member);
            Change change = new Change(
                    Change.Operation.UPDATE, member, "x", new Member(Map.of(), Map.of(), null, Map.of()), Set.of());
            late.refusedLater(
                    new ClaimedChange(change, version, i == 0 ? fence - 1 : fence, 1), new Refused("no", false));
        }

        assertThat(bench.openRejections("overtaken")).isEmpty();
        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM delivery d JOIN member m ON m.id = d.member_id WHERE m.source_id = 'overtaken' AND d.state = 'dead'"))
                .isZero();
    }

    /** A user whom the asset system refuses, and would not refuse any more; gives the member's id. */
    private static String refused(PullFixture bench, String source) {
        Directory directory = bench.source(source, Map.of());
        directory.people(0, 20, source + ".example").put("k7", "id", "k7");
        bench.full(source);
        try (AssetRule rule = new AssetRule(bench.database, "no_" + source, "job_title <> '" + source + "'")) {
            directory.put("k7", "job_title", source);
            assertThat(bench.full(source)).contains(entry("updated", 1));
            String member = bench.member("u7@" + source + ".example").path("id").asText();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> bench.openRejections(source).equals(List.of("u7@" + source + ".example")));
            assertThat(state(bench, member)).isEqualTo("dead");
            bench.done(bench.run(source, "remap", false));
            assertThat(bench.openRejections(source))
                    .as("what a remap did not reject")
                    .hasSize(1);
            return member;
        }
    }

    private static void arrives(PullFixture bench, String source, String member) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> state(bench, member).equals("delivered"));
        assertThat(bench.asset("u7@" + source + ".example")).containsEntry("job_title", source);
        assertThat(bench.openRejections(source)).isEmpty();
        bench.settled(source, 20);
    }

    private static JsonNode post(PullFixture bench, String path) {
        return bench.rollcall.api("POST", path, null).json();
    }

    private static String state(PullFixture bench, String member) {
        return String.valueOf(bench.database.queryForObject(
                "SELECT state FROM delivery WHERE member_id = ?", String.class, UUID.fromString(member)));
    }
}
