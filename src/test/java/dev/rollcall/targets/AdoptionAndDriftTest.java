package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.delivery.RoleWarnings;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.provisioning.Adoption;
import dev.rollcall.provisioning.Drift;
import dev.rollcall.provisioning.Drift.Finding;
import dev.rollcall.provisioning.Drift.Kind;
import dev.rollcall.stub.AssetSonarStub;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who were in AssetSonar before Rollcall was, and members that somebody changed there since. */
class AdoptionAndDriftTest {
    private static final String TOKEN = "target-token-0123456789";

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void membersOfAnAccountAreAdoptedAndComparedOverHttp(String api, @TempDir Path folder) {
        try (AssetSonarStub stub = new AssetSonarStub(0, TOKEN)) {
            // More than a page of each: the list of members leaves inactive ones out.
            for (int i = 0; i < 40; i++) {
                stub.add("known" + i + "@corp.example", "Known " + i, "Staff User", true);
                stub.add("left" + i + "@corp.example", "Left " + i, "Staff User", false);
            }
            stub.add("root@corp.example", "Root", "Administrator", true);
            stub.addCustomField("Badge");
            try (RunningRollcall rollcall = RunningRollcall.start(
                    folder,
                    RunningRollcall.settings(Map.of(
                            "targets",
                            Map.of(
                                    "assetsonar",
                                    Map.of(
                                            "url",
                                            stub.url(),
                                            "token",
                                            TOKEN,
                                            "api",
                                            api,
                                            "requests-per-minute",
                                            60000)),
                            "delivery",
                            Map.of("route", "direct:deliver-assetsonar", "inline-wait", "10s"),
                            "roles",
                            Map.of(
                                    "catalogue",
                                    List.of(
                                            Map.of("name", "Administrator", "protected", true),
                                            Map.of("name", "Staff User"),
                                            Map.of("name", "Astronaut"))),
                            "custom-fields",
                            List.of(Map.of("name", "Badge")),
                            "sources",
                            Map.of(
                                    "bench",
                                    Map.of("kind", "scim", "token", RunningRollcall.TOKEN, "adopt", "email")))))) {
                adoption(rollcall, stub);
                drift(rollcall, stub);
                verification(rollcall, stub);
                assertThat(bean(rollcall, RoleWarnings.class).check())
                        .singleElement()
                        .asString()
                        .contains("'Astronaut'")
                        .contains("Staff User");
                assertThat(rollcall.log()).doesNotContain(TOKEN, "secret-of-");
            }
        }
    }

    private static void adoption(RunningRollcall rollcall, AssetSonarStub stub) {
        bean(rollcall, Adoption.class).refresh();
        assertThat(found(rollcall, "known7@corp.example")).isEqualTo(1);
        assertThat(found(rollcall, "left39@corp.example")).isEqualTo(1);
        assertThat(found(rollcall, "root@corp.example")).isZero();
        assertThat(rollcall.database()
                        .queryForObject("SELECT COUNT(*) FROM member WHERE fields LIKE '%secret-of%'", Integer.class))
                .isZero();

        for (String badge : List.of("A-1", "A-2", "")) {
            stub.set(id(stub, "known8"), "custom.Badge", badge);
            bean(rollcall, Adoption.class).refresh();
            assertThat(rollcall.database()
                            .queryForObject(
                                    "SELECT custom_fields FROM member WHERE email = 'known8@corp.example'",
                                    String.class))
                    .isEqualTo(badge.isEmpty() ? "{}" : "{\"Badge\":\"" + badge + "\"}");
        }
        stub.forgetCalls();
        for (String email : List.of("known7@corp.example", "left39@corp.example")) {
            Wire.Answer taken = rollcall.scim("POST", "/Users", WholeWayTest.user(email));
            assertThat(taken.status()).as(taken.text()).isEqualTo(201);
            assertThat(stub.byEmail(email))
                    .singleElement()
                    .satisfies(member -> assertThat(member).containsEntry("last_name", "Falk"));
            assertThat(String.valueOf(stub.byEmail(email).get(0).get("status"))).isEqualTo("1");
        }
        assertThat(stub.writes()).noneMatch(Call::isCreate);
        Wire.Answer refused = rollcall.scim("POST", "/Users", WholeWayTest.user("root@corp.example"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    }

    private static void drift(RunningRollcall rollcall, AssetSonarStub stub) {
        for (String name : List.of("same", "moved", "gone", "woken")) {
            Wire.Answer made = rollcall.scim("POST", "/Users", WholeWayTest.user(name + "@corp.example"));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        Drift drift = bean(rollcall, Drift.class);
        assertThat(differences(drift)).isEmpty();

        stub.set(id(stub, "moved"), "city", "Elsewhere");
        stub.set(id(stub, "moved"), "last_name", "Changed");
        stub.set(id(stub, "woken"), "status", 0);
        stub.remove(id(stub, "gone"));
        List<Finding> findings = differences(drift);
        assertThat(findings)
                .extracting(finding -> finding.kind() + (finding.kind() == Kind.MISSING ? "" : " " + finding.fields()))
                .containsExactlyInAnyOrder("DIFFERS [city, last_name]", "DIFFERS [status]", "MISSING");

        List<UUID> ours = new ArrayList<>();
        findings.forEach(finding -> {
            if (finding.memberId() != null) {
                ours.add(finding.memberId());
            }
        });
        assertThat(drift.mend(ours)).isEqualTo(3);
        // A change that waits is no difference: it is the account that shows when all is mended.
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stub.byEmail("moved@corp.example"))
                    .singleElement()
                    .satisfies(member ->
                            assertThat(member).containsEntry("city", "Bergen").containsEntry("last_name", "Falk"));
            assertThat(stub.byEmail("gone@corp.example")).hasSize(1);
            assertThat(String.valueOf(stub.byEmail("woken@corp.example").get(0).get("status")))
                    .isEqualTo("1");
            assertThat(rollcall.api("GET", "/deliveries?state=waiting", null)
                            .json()
                            .path("deliveries"))
                    .isEmpty();
        });
        assertThat(differences(drift)).isEmpty();

        List<Finding> all = new ArrayList<>();
        assertThat(drift.report(all::add, read -> {})).isEqualTo(stub.size());
        assertThat(all).filteredOn(finding -> finding.kind() == Kind.UNOWNED).hasSize(stub.size() - 6);

        // A list that breaks off calls nobody missing; one lost answer in it is asked for again.
        stub.play(Fault.next(
                Fault.Kind.STATUS, "502", 2, call -> "2".equals(call.query().get("page"))));
        assertThat(differences(drift)).isEmpty();
        stub.play(Fault.next(
                Fault.Kind.TOKEN_REFUSED,
                "401",
                4,
                call -> "2".equals(call.query().get("page"))));
        List<Finding> broken = new ArrayList<>();
        assertThatThrownBy(() -> drift.report(broken::add, read -> {})).isInstanceOf(TargetTrouble.class);
        assertThat(broken).noneMatch(finding -> finding.kind() == Kind.MISSING);
        stub.playFair();
    }

    /** The same as a run: first dry, which only shows, then one that mends. */
    private static void verification(RunningRollcall rollcall, AssetSonarStub stub) {
        stub.set(id(stub, "moved"), "city", "Elsewhere");
        stub.remove(id(stub, "gone"));
        stub.forgetCalls();
        JsonNode dry = run(rollcall, true);
        assertThat(dry.path("sentence").asText()).contains("1 differ, 1 are missing there");
        assertThat(stub.writes()).isEmpty();
        List<String> changes = new ArrayList<>();
        rollcall.api("GET", "/sync-runs/" + dry.path("id").asText() + "/changes?limit=200", null)
                .json()
                .path("changes")
                .forEach(change -> changes.add(change.path("operation").asText() + " "
                        + change.path("userName").asText()));
        assertThat(changes)
                .contains("update moved@corp.example", "create gone@corp.example", "unowned known3@corp.example");

        JsonNode mended = run(rollcall, false);
        assertThat(mended.path("counts").path("updated").asInt()).isEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stub.byEmail("moved@corp.example").get(0)).containsEntry("city", "Bergen");
            assertThat(stub.byEmail("gone@corp.example")).hasSize(1);
        });
        stub.play(Fault.next(
                Fault.Kind.TOKEN_REFUSED,
                "401",
                4,
                call -> "2".equals(call.query().get("page"))));
        JsonNode broken = run(rollcall, true);
        assertThat(broken.path("state").asText()).isEqualTo("failed");
        assertThat(broken.path("sentence").asText())
                .contains("could not be read to the end")
                .contains("token");
        stub.playFair();
    }

    private static JsonNode run(RunningRollcall rollcall, boolean dry) {
        Wire.Answer started = rollcall.api("POST", "/sync-runs", Map.of("mode", "verify", "dryRun", dry));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String path = "/sync-runs/" + started.json().path("id").asText();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> rollcall.api("GET", path, null).json(),
                        run -> List.of("done", "failed")
                                .contains(run.path("state").asText()));
    }

    private static List<Finding> differences(Drift drift) {
        List<Finding> findings = new ArrayList<>();
        drift.report(
                finding -> {
                    if (finding.kind() != Kind.UNOWNED) {
                        findings.add(finding);
                    }
                },
                read -> {});
        return findings;
    }

    private static String id(AssetSonarStub stub, String name) {
        return String.valueOf(stub.byEmail(name + "@corp.example").get(0).get("id"));
    }

    private static int found(RunningRollcall rollcall, String email) {
        return rollcall.scim("GET", "/Users?filter=emails.value%20eq%20%22" + email + "%22", null)
                .json()
                .path("totalResults")
                .asInt(-1);
    }

    private static <T> T bean(RunningRollcall rollcall, Class<T> type) {
        T bean = rollcall.camel().getRegistry().findSingleByType(type);
        if (bean == null) {
            throw new IllegalStateException(type.getName());
        }
        return bean;
    }
}
