package dev.rollcall.monitoring;

import dev.rollcall.audit.Audit;
import jakarta.servlet.ServletConfig;
import java.util.Map;
import org.jolokia.server.core.http.AgentServlet;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jolokia at {@code /actuator/jolokia}, and where Hawtio looks for it; what it may do is {@link JolokiaPolicy}. */
@Configuration(proxyBeanMethods = false)
class JolokiaServlet {
    /** It starts with the first request, not with Rollcall. */
    @Bean
    ServletRegistrationBean<AgentServlet> jolokia(JolokiaPolicy policy, Audit audit) {
        ServletRegistrationBean<AgentServlet> servlet = new ServletRegistrationBean<>(
                new Audited(policy, audit), "/actuator/jolokia/*", "/actuator/hawtio/jolokia/*");
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

    private static final class Audited extends AgentServlet {
        private static final long serialVersionUID = 1;

        private final transient Audit audit;

        Audited(JolokiaPolicy policy, Audit audit) {
            super(policy);
            this.audit = audit;
        }

        @Override
        protected void initServices(ServletConfig config, JolokiaServiceManager services) {
            super.initServices(config, services);
            services.addService(new AuditedOperations(audit));
        }
    }
}
