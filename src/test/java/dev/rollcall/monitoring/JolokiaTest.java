package dev.rollcall.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks Jolokia for everything that the MBeans of a running Rollcall offer. */
class JolokiaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String CONTEXT = "org.apache.camel:context=rollcall,type=context,name=\"rollcall\"";
    private static final String ROUTE = "org.apache.camel:context=rollcall,type=routes,name=\"report-smtp\"";

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

    private static final Map<String, String> BASIC = new HashMap<>();
    private static @Nullable RunningRollcall rollcall;

    @BeforeAll
    static void start(@TempDir Path folder) {
        RunningRollcall started = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()));
        rollcall = started;
        BASIC.put("admin", basic("admin", RunningRollcall.ADMIN_PASSWORD));
        for (Map.Entry<String, String> user : Map.of("viewer", "viewer", "operator", "operator", "refused", "operator")
                .entrySet()) {
            String name = user.getKey();
            Wire.Answer made = started.api("POST", "/users", Map.of("username", name, "role", user.getValue()));
            BASIC.put(name, basic(name, made.json().get("password").asText()));
        }
    }

    @AfterAll
    static void stop() {
        if (rollcall != null) {
            rollcall.close();
        }
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyOperationThatIsNotNamedIsRefused() throws Exception {
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

        assertThat(notRefused(requests)).isEmpty();
    }

    @Test
    void noAttributeIsWritten() throws Exception {
        ArrayNode requests = JSON.createArrayNode();
        for (ObjectName name : SERVER.queryNames(null, null)) {
            for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
                if (attribute.isWritable()) {
                    requests.add(request("write", name)
                            .put("attribute", attribute.getName())
                            .put("value", "1"));
                }
            }
        }
        assertThat(requests).hasSizeGreaterThan(300);

        assertThat(notRefused(requests)).isEmpty();
    }

    @Test
    void whatMayHoldSecretsIsNotRead() throws Exception {
        ArrayNode requests = JSON.createArrayNode();
        for (ObjectName name : SERVER.queryNames(null, null)) {
            for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
                boolean camel = name.getDomain().equals("org.apache.camel");
                boolean load = Set.of("java.lang", "java.nio").contains(name.getDomain())
                        && !"Runtime".equals(name.getKeyProperty("type"));
                if (!camel && !load) {
                    requests.add(request("read", name).put("attribute", attribute.getName()));
                }
            }
        }
        requests.removeIf(request -> Set.of(
                        "Name",
                        "Pid",
                        "SpecName",
                        "SpecVendor",
                        "SpecVersion",
                        "StartTime",
                        "Uptime",
                        "VmName",
                        "VmVendor",
                        "VmVersion")
                .contains(request.get("attribute").asText()));
        ObjectName route = new ObjectName(ROUTE);
        requests.add(request("read", route).put("attribute", "LastError"));
        requests.add(request("read", new ObjectName(CONTEXT)).put("attribute", "GlobalOptions"));
        requests.add(request("read", new ObjectName("*:type=Runtime")).put("attribute", "SystemProperties"));
        List<String> attributes = new ArrayList<>();
        requests.forEach(request -> attributes.add(request.get("attribute").asText()));
        assertThat(attributes).contains("SystemProperties", "InputArguments", "ClassPath", "DiagnosticOptions");

        assertThat(notRefused(requests)).isEmpty();
    }

    @Test
    void allAttributesAtOnceDoNotTellMore() throws Exception {
        ObjectNode all = request("read", new ObjectName("java.lang:type=Runtime"));
        JsonNode whole = post("operator", all);
        JsonNode tolerant =
                post("operator", all.set("config", JSON.createObjectNode().put("ignoreErrors", true)));
        JsonNode pattern = post("operator", request("read", new ObjectName("*:*")));

        for (JsonNode answer : List.of(whole, tolerant, pattern)) {
            assertThat(answer.toString())
                    .doesNotContain(System.getProperty("java.class.path").substring(0, 30))
                    .doesNotContain("-Xmx");
        }
    }

    @Test
    void routesAreStoppedAndStartedAgain() throws Exception {
        ObjectName route = new ObjectName(ROUTE);
        assertThat(post("operator", exec(route, "stop()", 0)).get("status").asInt())
                .isEqualTo(200);
        assertThat(state(route)).isEqualTo("Stopped");
        assertThat(post("operator", exec(route, "start()", 0)).get("status").asInt())
                .isEqualTo(200);
        assertThat(state(route)).isEqualTo("Started");
    }

    @Test
    void whatIsDoneIsInTheAuditAndWhatOnlyLooksIsNot() throws Exception {
        ObjectName route = name("org.apache.camel:context=rollcall,type=routes,name=\"report-gmail\"");
        post("operator", exec(route, "suspend()", 0));
        post("operator", exec(route, "resume()", 0));
        post("operator", exec(new ObjectName(CONTEXT), "dumpRoutesAsXml()", 0));
        post("operator", exec(name(route.toString().replace("gmail", "ghost")), "stop()", 0));

        List<String> done = audit("operator", "jolokia.done");
        assertThat(done).contains("suspend() of route report-gmail", "resume() of route report-gmail");
        assertThat(done).noneMatch(subject -> subject.contains("dump"));
        assertThat(audit("operator", "jolokia.failed")).contains("stop() of route report-ghost");
        assertThat(running().api("GET", "/audit?limit=200", null).text())
                .contains("\"mbean\":\"org.apache.camel:context=rollcall,type=routes,name=\\\"report-gmail\\\"\"");
    }

    @Test
    void whatIsRefusedIsInTheAuditButDoesNotFillIt() throws Exception {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        ArrayNode many = JSON.createArrayNode();
        for (int i = 0; i < 300; i++) {
            many.add(exec(memory, "gc()", 0));
        }
        post("refused", exec(memory, "x".repeat(5000) + "()", 0));
        post("refused", request("write", memory).put("attribute", "Verbose").put("value", "true"));
        post("refused", many);

        List<String> refused = audit("refused", "jolokia.refused");
        assertThat(refused)
                .hasSize(21)
                .contains("writing Verbose of java.lang:type=Memory", "gc() of java.lang:type=Memory");
        assertThat(refused).allSatisfy(subject -> assertThat(subject).hasSizeLessThan(1100));
    }

    private static List<String> audit(String actor, String action) {
        return running()
                .database()
                .queryForList("SELECT subject FROM audit WHERE actor = ? AND action = ?", String.class, actor, action);
    }

    @Test
    void aStoppedRouteDoesNotTellAnIdentityProviderThatAUserIsGone() {
        ObjectName route = name("org.apache.camel:context=rollcall,type=routes,name=\"scim-user-get-operation\"");
        post("operator", exec(route, "stop()", 0));
        try {
            Wire.Answer answer = running().scim("GET", "/Users/00000000-0000-4000-8000-000000000000", null);
            assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(500);
        } finally {
            post("operator", exec(route, "start()", 0));
        }
        assertThat(running()
                        .scim("GET", "/Users/00000000-0000-4000-8000-000000000000", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void everyOperationThatIsNamedIsThere() throws Exception {
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
            JsonNode answer = post("operator", one);
            assertThat(answer.get("status").asInt()).as(one + " " + answer).isEqualTo(200);
        }
        assertThat(done).hasSize(ALLOWED.values().stream().mapToInt(Set::size).sum());
    }

    @Test
    void aRouteIsShownAsItIsWritten() throws Exception {
        String xml = post("operator", exec(new ObjectName(CONTEXT), "dumpRoutesAsXml()", 0))
                .get("value")
                .asText();
        assertThat(xml).contains("id=\"deliver-jdbc\"").contains("{{rollcall.delivery.poll:1000}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/jolokia", "/actuator/hawtio/jolokia", "/actuator/hawtio", "/actuator/hawtio/"})
    void nobodyGets401AndAViewer403(String path) {
        assertThat(get(null, path).status()).isEqualTo(401);
        assertThat(get("viewer", path).status()).isEqualTo(403);
        assertThat(get("operator", path).status()).isIn(200, 302);
        assertThat(get("admin", path).status()).isIn(200, 302);
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
    void anAddressDoesNotAct(String path) {
        assertThat(get("admin", path).status()).isEqualTo(403);
    }

    @Test
    void anAddressLooks() {
        Wire.Answer memory = get("operator", "/actuator/jolokia/read/java.lang:type=Memory/HeapMemoryUsage");
        assertThat(memory.json().at("/value/used").asLong()).isPositive();
        assertThat(get("operator", "/actuator/hawtio/jolokia/version")
                        .json()
                        .at("/value/agent")
                        .asText())
                .startsWith("2.");
    }

    @Test
    void whatABrowserSendsForAnotherSiteIsRefused() {
        Map<String, String> forged = new HashMap<>(Map.of(
                "Authorization", BASIC.get("operator"),
                "Origin", "https://evil.example",
                "Sec-Fetch-Site", "cross-site",
                "Content-Type", "text/plain"));
        byte[] body = exec(name(ROUTE), "stop()", 0).toString().getBytes(StandardCharsets.UTF_8);
        for (String path : List.of("/actuator/jolokia", "/actuator/hawtio/jolokia")) {
            Wire.Answer answer = Wire.send(running().port(), "POST", path, forged, body);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }
        assertThat(Wire.send(running().port(), "OPTIONS", "/actuator/jolokia", forged, null)
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void thePagesMayNotBeFramedAndRunNoForeignScript() {
        Wire.Answer page = get("operator", "/actuator/hawtio/");
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
    void theActuatorShowsNothingElse(String endpoint) {
        assertThat(get("admin", "/actuator/" + endpoint).status()).isIn(403, 404);
    }

    /** The requests of a batch that were not answered with 403. */
    private static List<String> notRefused(ArrayNode requests) {
        List<String> through = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += 500) {
            ArrayNode batch = JSON.createArrayNode();
            for (int i = from; i < Math.min(from + 500, requests.size()); i++) {
                batch.add(requests.get(i));
            }
            JsonNode answers = post("admin", batch);
            assertThat(answers).hasSameSizeAs(batch);
            for (int i = 0; i < batch.size(); i++) {
                if (answers.get(i).get("status").asInt() != 403) {
                    through.add(batch.get(i) + " " + answers.get(i));
                }
            }
        }
        return through;
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

    private static String state(ObjectName route) {
        return post("operator", request("read", route).put("attribute", "State"))
                .get("value")
                .asText();
    }

    private static ObjectNode request(String type, ObjectName name) {
        return JSON.createObjectNode().put("type", type).put("mbean", name.toString());
    }

    private static ObjectNode exec(ObjectName name, String operation, int arguments) {
        ObjectNode request = request("exec", name).put("operation", operation);
        for (int i = 0; i < arguments; i++) {
            request.withArray("arguments").add("true");
        }
        return request;
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode post(String user, JsonNode body) {
        return Wire.send(
                        running().port(),
                        "POST",
                        "/actuator/jolokia",
                        Map.of("Authorization", BASIC.get(user), "Content-Type", "application/json"),
                        body.toString().getBytes(StandardCharsets.UTF_8))
                .json();
    }

    private static Wire.Answer get(@Nullable String user, String path) {
        return Wire.send(
                running().port(),
                "GET",
                path,
                user == null ? Map.of() : Map.of("Authorization", BASIC.get(user)),
                null);
    }

    private static RunningRollcall running() {
        return java.util.Objects.requireNonNull(rollcall);
    }
}
