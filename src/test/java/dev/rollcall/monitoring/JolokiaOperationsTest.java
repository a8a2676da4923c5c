package dev.rollcall.monitoring;

import static dev.rollcall.monitoring.Jolokia.CONTEXT;
import static dev.rollcall.monitoring.Jolokia.ROUTE;
import static dev.rollcall.monitoring.Jolokia.exec;
import static dev.rollcall.monitoring.Jolokia.name;
import static dev.rollcall.monitoring.Jolokia.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rollcall.bench.Wire;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of all that the process has for JMX an operator may call a few operations of Camel, and they are in the audit. */
@ExtendWith(Jolokia.Shared.class)
class JolokiaOperationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** Every operation that an operator may call, by the type of Camel's MBean. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "context",
            Set.of(
                    "componentNames()",
                    "dumpRoutesAsXml()",
                    "dumpRoutesStatsAsXml(boolean,boolean)",
                    "resume()",
                    "start()",
                    "startAllRoutes()",
                    "suspend()"),
            "routes",
            Set.of(
                    "dumpRouteAsXml()",
                    "dumpRouteStatsAsXml(boolean,boolean)",
                    "resume()",
                    "start()",
                    "stop()",
                    "suspend()"),
            "services",
            Set.of("listRestServices()"));

    /** Of operations that change something: what stops comes before what starts. */
    private static final List<String> ORDER = List.of("stop()", "suspend()", "resume()", "start()");

    @Test
    void everyOperationThatIsNotNamedIsRefused(Jolokia jolokia) throws Exception {
        ArrayNode requests = JSON.createArrayNode();
        for (ObjectName name : SERVER.queryNames(null, null)) {
            Set<String> bare = new TreeSet<>();
            for (MBeanOperationInfo operation : SERVER.getMBeanInfo(name).getOperations()) {
                String signature = Arrays.stream(operation.getSignature())
                        .map(MBeanParameterInfo::getType)
                        .collect(Collectors.joining(",", operation.getName() + "(", ")"));
                if (!isAllowed(name, signature)) {
                    requests.add(exec(name, signature, operation.getSignature().length));
                    bare.add(operation.getName());
                }
            }
            for (String operation : bare) {
                if (!isAllowedWithoutSignature(name, operation)) {
                    requests.add(exec(name, operation, 0));
                }
            }
        }
        assertThat(requests).hasSizeGreaterThan(10_000);
        assertThat(mbeans(requests))
                .anyMatch(name -> name.startsWith("com.sun.management:type=DiagnosticCommand"))
                .anyMatch(name -> name.startsWith("com.sun.management:type=HotSpotDiagnostic"))
                .anyMatch(name -> name.startsWith("java.util.logging"));

        assertThat(jolokia.notRefused(requests)).isEmpty();
    }

    @Test
    void everyOperationThatIsNamedIsThere(Jolokia jolokia) throws Exception {
        ArrayNode requests = JSON.createArrayNode();
        Set<String> done = new TreeSet<>();
        for (ObjectName name : SERVER.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanOperationInfo operation : SERVER.getMBeanInfo(name).getOperations()) {
                String signature = Arrays.stream(operation.getSignature())
                        .map(MBeanParameterInfo::getType)
                        .collect(Collectors.joining(",", operation.getName() + "(", ")"));
                if (isAllowed(name, signature) && done.add(name.getKeyProperty("type") + signature)) {
                    requests.add(exec(name, signature, operation.getSignature().length));
                }
            }
        }
        // The order matters: what stops comes before what starts.
        List<JsonNode> ordered = new ArrayList<>();
        requests.forEach(ordered::add);
        ordered.sort(java.util.Comparator.<JsonNode, Boolean>comparing(
                        one -> !one.get("mbean").asText().contains("type=context"))
                .thenComparing(one -> ORDER.indexOf(one.get("operation").asText())));
        for (JsonNode one : ordered) {
            JsonNode answer = jolokia.post("operator", one);
            assertThat(answer.get("status").asInt()).as(one + " " + answer).isEqualTo(200);
        }
        assertThat(done).hasSize(ALLOWED.values().stream().mapToInt(Set::size).sum());
    }

    @Test
    void routesAreStoppedAndStartedAgain(Jolokia jolokia) throws Exception {
        ObjectName route = new ObjectName(ROUTE);
        assertThat(jolokia.post("operator", exec(route, "stop()", 0))
                        .get("status")
                        .asInt())
                .isEqualTo(200);
        assertThat(jolokia.state(route)).isEqualTo("Stopped");
        assertThat(jolokia.post("operator", exec(route, "start()", 0))
                        .get("status")
                        .asInt())
                .isEqualTo(200);
        assertThat(jolokia.state(route)).isEqualTo("Started");
    }

    @Test
    void aStoppedRouteDoesNotTellAnIdentityProviderThatAUserIsGone(Jolokia jolokia) {
        ObjectName route = name("org.apache.camel:context=rollcall,type=routes,name=\"scim-user-get-operation\"");
        jolokia.post("operator", exec(route, "stop()", 0));
        try {
            Wire.Answer answer = jolokia.rollcall().scim("GET", "/Users/00000000-0000-4000-8000-000000000000", null);
            assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(500);
        } finally {
            jolokia.post("operator", exec(route, "start()", 0));
        }
        assertThat(jolokia.rollcall()
                        .scim("GET", "/Users/00000000-0000-4000-8000-000000000000", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsDoneIsInTheAuditAndWhatOnlyLooksIsNot(Jolokia jolokia) throws Exception {
        ObjectName route = name("org.apache.camel:context=rollcall,type=routes,name=\"report-gmail\"");
        jolokia.post("operator", exec(route, "suspend()", 0));
        jolokia.post("operator", exec(route, "resume()", 0));
        jolokia.post("operator", exec(new ObjectName(CONTEXT), "dumpRoutesAsXml()", 0));
        jolokia.post("operator", exec(name(route.toString().replace("gmail", "ghost")), "stop()", 0));

        List<String> done = audit(jolokia, "operator", "jolokia.done");
        assertThat(done).contains("suspend() of route report-gmail", "resume() of route report-gmail");
        assertThat(done).noneMatch(subject -> subject.contains("dump"));
        assertThat(audit(jolokia, "operator", "jolokia.failed")).contains("stop() of route report-ghost");
        assertThat(jolokia.rollcall().api("GET", "/audit?limit=200", null).text())
                .contains("\"mbean\":\"org.apache.camel:context=rollcall,type=routes,name=\\\"report-gmail\\\"\"");
    }

    @Test
    void whatIsRefusedIsInTheAuditButDoesNotFillIt(Jolokia jolokia) throws Exception {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        ArrayNode many = JSON.createArrayNode();
        for (int i = 0; i < 300; i++) {
            many.add(exec(memory, "gc()", 0));
        }
        jolokia.post("refused", exec(memory, "x".repeat(5000) + "()", 0));
        jolokia.post(
                "refused", request("write", memory).put("attribute", "Verbose").put("value", "true"));
        jolokia.post("refused", many);

        List<String> refused = audit(jolokia, "refused", "jolokia.refused");
        assertThat(refused)
                .hasSize(21)
                .contains("writing Verbose of java.lang:type=Memory", "gc() of java.lang:type=Memory");
        assertThat(refused).allSatisfy(subject -> assertThat(subject).hasSizeLessThan(1100));
    }

    private static List<String> audit(Jolokia jolokia, String actor, String action) {
        return jolokia.rollcall()
                .database()
                .queryForList("SELECT subject FROM audit WHERE actor = ? AND action = ?", String.class, actor, action);
    }

    private static Set<String> mbeans(ArrayNode requests) {
        Set<String> names = new TreeSet<>();
        requests.forEach(request -> names.add(request.get("mbean").asText()));
        return names;
    }

    private static boolean isAllowed(ObjectName name, String signature) {
        return name.getDomain().equals("org.apache.camel")
                && ALLOWED.getOrDefault(name.getKeyProperty("type"), Set.of()).contains(signature)
                && (!"services".equals(name.getKeyProperty("type"))
                        || "DefaultRestRegistry".equals(name.getKeyProperty("name")));
    }

    /** An operation by its name alone runs only where there is one of that name. */
    private static boolean isAllowedWithoutSignature(ObjectName name, String operation) {
        return name.getDomain().equals("org.apache.camel")
                && "routes".equals(name.getKeyProperty("type"))
                && Set.of("start", "resume").contains(operation);
    }
}
