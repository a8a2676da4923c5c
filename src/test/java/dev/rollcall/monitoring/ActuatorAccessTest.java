package dev.rollcall.monitoring;

import static dev.rollcall.monitoring.Jolokia.ROUTE;
import static dev.rollcall.monitoring.Jolokia.exec;
import static dev.rollcall.monitoring.Jolokia.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.Wire;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches Jolokia and Hawtio, by which addresses, and that the actuator shows nothing else. */
@ExtendWith(Jolokia.Shared.class)
class ActuatorAccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"/actuator/jolokia", "/actuator/hawtio/jolokia", "/actuator/hawtio", "/actuator/hawtio/"})
    void nobodyGets401AndAViewer403(String path, Jolokia jolokia) {
        assertThat(jolokia.get(null, path).status()).isEqualTo(401);
        assertThat(jolokia.get("viewer", path).status()).isEqualTo(403);
        assertThat(jolokia.get("operator", path).status()).isIn(200, 302);
        assertThat(jolokia.get("admin", path).status()).isIn(200, 302);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/jolokia/exec/" + "java.lang:type=Memory/gc",
                "/actuator/jolokia/EXEC/" + "java.lang:type=Memory/gc",
                "/actuator/jolokia/%65xec/" + "java.lang:type=Memory/gc",
                "/actuator/jolokia/write/java.lang:type=Memory/Verbose/true",
                "/actuator/jolokia?p=exec/java.lang:type=Memory/gc",
                "/actuator/jolokia/read?p=exec/java.lang:type=Memory/gc",
                "/actuator/jolokia/notification/register",
                "/actuator/hawtio/jolokia/exec/java.lang:type=Memory/gc",
                "/actuator/hawtio/jolokia?p=exec/java.lang:type=Memory/gc"
            })
    void anAddressDoesNotAct(String path, Jolokia jolokia) {
        assertThat(jolokia.get("admin", path).status()).isEqualTo(403);
    }

    @Test
    void anAddressLooks(Jolokia jolokia) {
        Wire.Answer memory = jolokia.get("operator", "/actuator/jolokia/read/java.lang:type=Memory/HeapMemoryUsage");
        assertThat(memory.json().at("/value/used").asLong()).isPositive();
        assertThat(jolokia.get("operator", "/actuator/hawtio/jolokia/version")
                        .json()
                        .at("/value/agent")
                        .asText())
                .startsWith("2.");
    }

    @Test
    void whatABrowserSendsForAnotherSiteIsRefused(Jolokia jolokia) {
        Map<String, String> forged = new HashMap<>(Map.of(
                "Authorization", jolokia.authorization("operator"),
                "Origin", "https://evil.example",
                "Sec-Fetch-Site", "cross-site",
                "Content-Type", "text/plain"));
        byte[] body = exec(name(ROUTE), "stop()", 0).toString().getBytes(StandardCharsets.UTF_8);
        for (String path : List.of("/actuator/jolokia", "/actuator/hawtio/jolokia")) {
            Wire.Answer answer = Wire.send(jolokia.rollcall().port(), "POST", path, forged, body);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }
        assertThat(Wire.send(jolokia.rollcall().port(), "OPTIONS", "/actuator/jolokia", forged, null)
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void thePagesMayNotBeFramedAndRunNoForeignScript(Jolokia jolokia) {
        Wire.Answer page = jolokia.get("operator", "/actuator/hawtio/");
        assertThat(page.text()).contains("<base href=\"/actuator/hawtio/\">");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'")
                .contains("script-src 'self';")
                .doesNotContain("unsafe-eval");
        assertThat(page.header("Set-Cookie")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env", "beans", "configprops", "heapdump", "threaddump", "loggers", "mappings", "scheduledtasks",
                "sessions", "shutdown", "conditions", "caches", "httpexchanges", "metrics", "camel", "camelroutes",
                "flyway", "quartz", "startup", "logfile", "auditevents", "sbom", "",
            })
    void theActuatorShowsNothingElse(String endpoint, Jolokia jolokia) {
        assertThat(jolokia.get("admin", "/actuator/" + endpoint).status()).isIn(403, 404);
    }
}
