package dev.rollcall.monitoring;

import dev.rollcall.security.ErrorBodies;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns the errors that Tomcat itself would answer with a page into JSON. */
@Configuration(proxyBeanMethods = false)
class ContainerErrors {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(JsonReports.class.getName());
            }
        });
    }

    /** Errors that never reach Spring: requests which Tomcat cannot parse. */
    public static class JsonReports extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, Throwable failure) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                String asked = request.getRequestURI();
                ErrorBodies.write(
                        response.getResponse(),
                        asked == null ? "/scim" : asked,
                        status,
                        "The request cannot be read. Check the address, its encoding and the headers.");
            } catch (IOException | IllegalStateException e) {
                container.getLogger().debug("the client is gone", e);
            }
        }
    }
}
