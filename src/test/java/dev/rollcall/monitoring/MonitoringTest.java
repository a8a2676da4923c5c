package dev.rollcall.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics, of a Rollcall whose directory is down and whose asset system comes and goes. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:rollcall|http|camel|hikaricp|jvm)_[a-z_]+");
    private static RunningRollcall rollcall;

    @BeforeAll
    static void start(@TempDir Path folder) {
        rollcall = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "sources",
                        Map.of(
                                "bench", Map.of("kind", "scim", "token", RunningRollcall.TOKEN),
                                "corp-ad",
                                        Map.of(
                                                "kind", "ldap",
                                                "profile", "active-directory",
                                                "url", List.of("ldap://127.0.0.1:1"),
                                                "tls", "none",
                                                "bind-dn", "CN=nobody",
                                                "password", "secret",
                                                "base", List.of("DC=example,DC=com"))))));
    }

    @AfterAll
    static void stop() {
        if (rollcall != null) {
            rollcall.close();
        }
    }

    @Test
    void theDashboardNamesMetricsThatAreThere() throws Exception {
        assertThat(push("in.time").status()).isEqualTo(201);
        Wire.Answer refused = rollcall.scim(
                "POST",
                "/Users",
                Map.of("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"), "userName", "nomail"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        runFails();
        String metrics = scrape();
        Set<String> there = metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("docs/grafana/rollcall.json").toFile());
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                METRIC.matcher(target.get("expr").asText())
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
        }
        assertThat(named).hasSizeGreaterThan(12);
        assertThat(there).containsAll(named);
        assertThat(metrics)
                .contains("rollcall_pushes_total{outcome=\"accepted\",source=\"bench\"}")
                .contains("rollcall_pushes_total{outcome=\"rejected\",source=\"bench\"}")
                .contains("rollcall_rejections{source=\"bench\",state=\"open\"} 1.0")
                .doesNotContain("nomail");

        String documented = Files.readString(Path.of("docs/operations.md"));
        assertThat(there.stream().filter(name -> name.startsWith("rollcall_")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(documented).contains("`" + name + "`"));
    }

    @Test
    void aDependencyThatIsDownIsNamedAndKeepsNobodyOut() {
        runFails();
        assertThat(component("directories").get("status").asText()).isEqualTo("DOWN");
        assertThat(component("directories").at("/details/corp-ad").asText()).isEqualTo("failed");
        assertThat(component("database").get("status").asText()).isEqualTo("UP");

        down();
        assertThat(push("in.trouble").status()).isEqualTo(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(component("target").get("status").asText()).isEqualTo("DOWN"));
        assertThat(health("", true).status()).isEqualTo(503);
        for (String probe : List.of("/liveness", "/readiness")) {
            assertThat(health(probe, true).status()).as(probe).isEqualTo(200);
        }

        route("direct:deliver-jdbc");
        assertThat(push("after.trouble").status()).isEqualTo(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(component("target").get("status").asText()).isEqualTo("UP"));
    }

    @Test
    void aRouteThatNoFileHasIsNotDeliveredTo() {
        Wire.Answer answer =
                rollcall.api("PATCH", "/settings", Map.of("delivery", Map.of("route", "direct:deliver-nowhere")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text())
                .contains("no route in routes/ begins with direct:deliver-nowhere")
                .contains("direct:deliver-assetsonar, direct:deliver-jdbc, direct:deliver-snipe-it");
    }

    @Test
    void whoIsNotSignedInSeesNoDetails() {
        assertThat(health("", false).text()).doesNotContain("components").doesNotContain("corp-ad");
        assertThat(health("/readiness", true).text()).contains("database");
    }

    @Test
    void withoutTracingThereIsNothingOfIt() {
        assertThat(rollcall.camel().getRegistry().findByType(io.micrometer.tracing.Tracer.class))
                .isEmpty();
        assertThat(rollcall.camel().getRegistry().findByType(io.opentelemetry.api.OpenTelemetry.class))
                .isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("BatchSpanProcessor"));
    }

    private static void runFails() {
        JsonNode run = rollcall.api("POST", "/sync-runs", Map.of("source", "corp-ad", "mode", "full"))
                .json();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> rollcall.api("GET", "/sync-runs/" + run.get("id").asText(), null)
                        .json()
                        .get("state")
                        .asText()
                        .equals("failed"));
    }

    /** A target that takes no connections. */
    private static void down() {
        Wire.Answer answer = rollcall.api(
                "PATCH",
                "/settings",
                Map.of(
                        "delivery",
                        Map.of("route", "direct:deliver-snipe-it"),
                        "targets",
                        Map.of("snipe-it", Map.of("url", "http://127.0.0.1:9", "token", "none"))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void route(String entry) {
        Wire.Answer answer = rollcall.api("PATCH", "/settings", Map.of("delivery", Map.of("route", entry)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static Wire.Answer push(String name) {
        String mail = name + "@fabrikam.example";
        return rollcall.scim(
                "POST",
                "/Users",
                Map.of(
                        "schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                        "userName", mail,
                        "name", Map.of("familyName", "Brod"),
                        "emails", List.of(Map.of("value", mail, "primary", true))));
    }

    private static JsonNode component(String name) {
        JsonNode found = health("", true).json().at("/components/" + name);
        assertThat(found.isMissingNode()).as("health of " + name).isFalse();
        return found;
    }

    private static Wire.Answer health(String path, boolean signedIn) {
        return Wire.send(
                rollcall.port(),
                "GET",
                "/actuator/health" + path,
                signedIn ? Map.of("Authorization", admin()) : Map.of(),
                null);
    }

    private static String scrape() {
        return Wire.send(rollcall.port(), "GET", "/actuator/prometheus", Map.of("Authorization", admin()), null)
                .text();
    }

    private static String admin() {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(("admin:" + RunningRollcall.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
    }
}
