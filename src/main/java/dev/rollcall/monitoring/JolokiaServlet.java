package dev.rollcall.monitoring;

import java.util.Map;
import org.jolokia.server.core.http.AgentServlet;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jolokia at {@code /actuator/jolokia}, and where Hawtio looks for it; what it may do is {@link JolokiaPolicy}. */
@Configuration(proxyBeanMethods = false)
class JolokiaServlet {
    /** It starts with the first request, not with Rollcall. */
    @Bean
    ServletRegistrationBean<AgentServlet> jolokia(JolokiaPolicy policy) {
        ServletRegistrationBean<AgentServlet> servlet = new ServletRegistrationBean<>(
                new AgentServlet(policy), "/actuator/jolokia/*", "/actuator/hawtio/jolokia/*");
        servlet.setName("jolokia");
        servlet.setInitParameters(Map.of(
                "agentId", "rollcall",
                "allowErrorDetails", "false",
                "includeStackTrace", "false",
                "allowDnsReverseLookup", "false",
                "disableDetectors", "true",
                "discoveryEnabled", "false"));
        return servlet;
    }
}
