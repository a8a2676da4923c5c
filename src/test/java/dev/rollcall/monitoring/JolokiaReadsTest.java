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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is read over JMX tells no secrets, and nothing is written. */
@ExtendWith(Jolokia.Shared.class)
class JolokiaReadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void noAttributeIsWritten(Jolokia jolokia) throws Exception {
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

        assertThat(jolokia.notRefused(requests)).isEmpty();
    }

    @Test
    void whatMayHoldSecretsIsNotRead(Jolokia jolokia) throws Exception {
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

        assertThat(jolokia.notRefused(requests)).isEmpty();
    }

    @Test
    void allAttributesAtOnceDoNotTellMore(Jolokia jolokia) throws Exception {
        ObjectNode all = request("read", new ObjectName("java.lang:type=Runtime"));
        JsonNode whole = jolokia.post("operator", all);
        JsonNode tolerant = jolokia.post(
                "operator", all.set("config", JSON.createObjectNode().put("ignoreErrors", true)));
        JsonNode pattern = jolokia.post("operator", request("read", new ObjectName("*:*")));

        for (JsonNode answer : List.of(whole, tolerant, pattern)) {
            assertThat(answer.toString())
                    .doesNotContain(System.getProperty("java.class.path").substring(0, 30))
                    .doesNotContain("-Xmx");
        }
    }

    @Test
    void aRouteIsShownAsItIsWritten(Jolokia jolokia) throws Exception {
        String xml = jolokia.post("operator", exec(new ObjectName(CONTEXT), "dumpRoutesAsXml()", 0))
                .get("value")
                .asText();
        assertThat(xml).contains("id=\"deliver-jdbc\"").contains("{{rollcall.delivery.poll:1000}}");
    }
}
