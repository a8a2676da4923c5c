package dev.rollcall.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.SpringManagementMBeanAssembler;
import org.junit.jupiter.api.Test;

/** Shared descriptions say what Camel's own would, and each MBean still answers for itself. */
class MBeanDescriptionsTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void mbeansAreDescribedAsByCamel() throws Exception {
        Map<String, Set<String>> camels;
        try (CamelContext camel = context("described-by-camel")) {
            camel.getCamelContextExtension().setManagementMBeanAssembler(new SpringManagementMBeanAssembler(camel));
            camels = described(camel);
        }
        try (CamelContext camel = context("described-by-us")) {
            new MBeanDescriptions().beforeApplicationStart(camel);
            Map<String, Set<String>> ours = described(camel);
            assertThat(ours).hasSizeGreaterThan(20).hasSameSizeAs(camels);
            camels.forEach(
                    (name, description) -> assertThat(ours.get(name)).as(name).isEqualTo(description));
        }
    }

    private Map<String, Set<String>> described(CamelContext camel) throws JMException {
        camel.start();
        Map<String, Set<String>> described = new HashMap<>();
        for (ObjectName name :
                server.queryNames(new ObjectName("org.apache.camel:context=" + camel.getName() + ",*"), null)) {
            MBeanInfo info = server.getMBeanInfo(name);
            Set<String> lines = new TreeSet<>(List.of(info.getClassName(), info.getDescription()));
            for (MBeanFeatureInfo[] features :
                    List.of(info.getAttributes(), info.getOperations(), info.getNotifications())) {
                Arrays.stream(features).map(MBeanFeatureInfo::toString).forEach(lines::add);
            }
            described.put(kind(name), lines);
        }
        return described;
    }

    @Test
    void mbeansOfAClassShareTheirDescriptionAndNothingElse() throws Exception {
        try (CamelContext camel = context("shared")) {
            new MBeanDescriptions().beforeApplicationStart(camel);
            camel.start();
            camel.createProducerTemplate().sendBody("direct:first", "x");
            ObjectName first = processor(camel, "first-log");
            ObjectName second = processor(camel, "second-log");
            assertThat(server.getMBeanInfo(first).getOperations()[0])
                    .isSameAs(server.getMBeanInfo(second).getOperations()[0]);
            assertThat(server.getAttribute(first, "ProcessorId")).isEqualTo("first-log");
            assertThat(server.getAttribute(second, "ProcessorId")).isEqualTo("second-log");
            assertThat(server.getAttribute(first, "ExchangesTotal")).isEqualTo(1L);
            assertThat(server.getAttribute(second, "ExchangesTotal")).isEqualTo(0L);
        }
    }

    private static CamelContext context(String name) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName(name);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:first").routeId("first").log("one").id("first-log").to("mock:a");
                from("direct:second")
                        .routeId("second")
                        .log("two")
                        .id("second-log")
                        .filter(simple("${body} == 1"))
                        .transform(constant(2))
                        .end()
                        .to("mock:b");
            }
        });
        return camel;
    }

    private static ObjectName processor(CamelContext camel, String id) throws JMException {
        return new ObjectName("org.apache.camel:context=" + camel.getName() + ",type=processors,name=\"" + id + "\"");
    }

    /** What two contexts have in common: without numbers, their names, and what describes their MBeans. */
    private static String kind(ObjectName name) {
        return name.getKeyProperty("type")
                + " "
                + name.getKeyProperty("name")
                        .replaceAll("0x\\w+|\\d+", "#")
                        .replaceAll("described-by-\\w+|\\w*Assembler", "it");
    }
}
