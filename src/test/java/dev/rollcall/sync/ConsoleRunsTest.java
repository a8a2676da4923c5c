package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.bench.ConsoleSession.Page;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.report.NeedsPerson;
import dev.rollcall.sync.PullFixture.On;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs as the console starts, shows, approves and cancels them. */
@Timeout(120)
class ConsoleRunsTest {
    private static PullFixture bench;
    private static ConsoleSession console;

    @BeforeAll
    static void start() {
        bench = PullFixture.start(On.H2, RunningRollcall.settings(Map.of()));
        console = ConsoleSession.signIn(bench.rollcall.port(), "admin", RunningRollcall.ADMIN_PASSWORD);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void theSyncButtonPullsThenRemapsAndShowsHowItGoes() {
        bench.source("pulled", Map.of()).people(0, 30, "pulled.example");
        assertThat(console.get("/console/members").text()).contains("Pull pulled and remap");

        Page started = console.post("/console/runs/sync", Map.of("what", "pull pulled", "part", "1"));
        assertThat(started.text()).contains("hx-trigger=\"every 1s\"").contains("Full read of pulled");
        String first = started.text().replaceAll("(?s).*?id=\"course-([0-9a-f-]{36})\".*", "$1");

        Page ended = ended(first);
        assertThat(ended.text())
                .contains("30 users read: 30 created")
                .contains("Remap of pulled")
                .contains("30 users read: 30 unchanged");
        JsonNode run = bench.show(first);
        JsonNode remap = bench.show(run.path("followedBy").asText());
        assertThat(run.path("remapsThen").asBoolean()).isTrue();
        assertThat(remap.path("mode").asText()).isEqualTo("remap");
        assertThat(remap.path("startedBy").asText()).isEqualTo("admin");
        assertThat(console.get("/console/runs/" + first + "/progress?whole=true")
                        .headers())
                .containsEntry("hx-refresh", "true");

        String member = bench.member("u7@pulled.example").path("id").asText();
        assertThat(console.get("/console/members/" + member).text())
                .contains("href=\"/console/runs/" + first + "\"")
                .contains("in a run");
        assertThat(console.get("/console/runs?source=pulled").text())
                .contains("Full read of pulled")
                .contains("Remap of pulled")
                .contains("30 created")
                .contains("by admin");
    }

    @Test
    void aDryRunShowsEveryDifferenceAndIsThenRunForReal() {
        Directory directory = bench.source("dry", Map.of());
        directory.people(0, 60, "dry.example");
        Page started = console.post("/console/runs", Map.of("source", "dry", "mode", "full", "dryRun", "true"));
        assertThat(started.location()).matches("/console/runs/[0-9a-f-]{36}");
        bench.ended(started.location().substring("/console/runs/".length()));

        Page page = console.get(started.location());
        assertThat(page.text())
                .contains("Dry run, nothing was written. 60 users read; it would be: 60 created")
                .contains("u0@dry.example")
                .contains("planned")
                .contains("First u0")
                .contains("Run it for real");
        String next = page.text().replaceAll("(?s).*href=\"(/console/runs/[^\"]+cursor=[^\"]+)\".*", "$1");
        assertThat(console.get(next).text()).contains("u59@dry.example").doesNotContain("u0@dry.example");
        assertThat(bench.count("SELECT COUNT(*) FROM member WHERE source_id = 'dry'"))
                .isZero();
    }

    @Test
    void aStoppedRunIsShownEverywhereAndWaitsForApproval() {
        Directory directory = bench.source("stopping", Map.of());
        directory.people(0, 50, "stopping.example");
        bench.full("stopping");
        for (int i = 0; i < 12; i++) {
            directory.remove("k" + i);
        }
        Instant before = Instant.now().minusSeconds(5);
        String run = bench.run("stopping", "full", false).path("id").asText();

        String sentence = "would deactivate 12 of 50 active members, and the guard allows 5";
        assertThat(console.get("/console").text()).contains(sentence).contains("href=\"/console/runs/" + run);
        assertThat(console.get("/console/problems").text()).contains(sentence);
        assertThat(console.get("/console/runs/" + run).text())
                .contains(sentence)
                .contains("What it would do")
                .contains("u3@stopping.example")
                .contains("Approve: carry it out");
        NeedsPerson digest = bench.rollcall.camel().getRegistry().findByType(NeedsPerson.class).stream()
                .filter(StoppedRuns.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(digest.waiting()).isEqualTo(1);
        assertThat(digest.count(before, Instant.now().plusSeconds(5))).isEqualTo(1);
        assertThat(digest.count(before.minusSeconds(60), before)).isZero();
        assertThat(digest.concerns(before, Instant.now().plusSeconds(5), 5))
                .singleElement()
                .satisfies(concern -> {
                    assertThat(concern.name()).isEqualTo("Source 'stopping'");
                    assertThat(concern.what()).contains("deactivate 12");
                });

        assertThat(console.post("/console/runs/" + run + "/approve", Map.of()).location())
                .isEqualTo("/console/runs/" + run);
        bench.done(bench.ended(run));
        assertThat(console.get("/console/runs/" + run).text())
                .contains("approved by a person")
                .contains("12 deactivated")
                .contains("What it did")
                .doesNotContain("Approve: carry it out");
        assertThat(console.get("/console").text()).doesNotContain(sentence);
        assertThat(digest.waiting()).isZero();
        Page again = console.post("/console/runs/" + run + "/cancel", Map.of());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("The run has ended already.");
    }

    @Test
    void whatFollowsWaitsForApprovalAndComesAfterIt() {
        Directory directory = bench.source("later", Map.of());
        directory.people(0, 40, "later.example");
        bench.full("later");
        for (int i = 0; i < 20; i++) {
            directory.put("k" + i, "job_title", "Changed");
        }
        Page started = console.post("/console/runs", Map.of("source", "later", "mode", "pull"));
        String run = started.location().substring("/console/runs/".length());
        assertThat(bench.ended(run).path("state").asText()).isEqualTo("stopped");
        assertThat(bench.show(run).path("followedBy").isNull()).isTrue();

        console.post("/console/runs/" + run + "/approve", Map.of());
        assertThat(ended(run).text()).contains("20 updated").contains("Remap of later");
    }

    @Test
    void whatCannotBeStartedIsSaidInASentence() {
        Page page = console.post("/console/runs", Map.of("source", "bench", "mode", "full"));
        assertThat(page.status()).isEqualTo(409);
        assertThat(page.text()).contains("pushes its users over SCIM");
        assertThat(console.post("/console/runs/sync", Map.of("what", "pull nobody", "part", "1"))
                        .text())
                .contains("There is no source");
        assertThat(bench.rollcall
                        .api("POST", "/sync-runs", Map.of("mode", "remap", "remap", true))
                        .json()
                        .path("detail")
                        .asText())
                .contains("goes with a source");
    }

    /** The course's last look, when nothing more is to come. */
    private static Page ended(String run) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> console.get("/console/runs/" + run + "/progress"),
                        page -> !page.text().contains("hx-get"));
    }
}
