package dev.rollcall.source.scim;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.endpoint.web.servlet.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs a route on the thread that Tomcat read its request on. As it comes, platform-http hands every request to another
 * thread and Tomcat dispatches it once more for the answer, through all filters again: that costs more than reading a user
 * does. The number of requests at a time is Tomcat's then ({@code server.tomcat.threads.max}).
 */
@Configuration(proxyBeanMethods = false)
class InlineHttp {
    private static final Logger LOG = LoggerFactory.getLogger(InlineHttp.class);

    @Bean("platform-http-engine")
    SpringBootPlatformHttpEngine platformHttpEngine(@Value("${server.port:8080}") int port) {
        return new SpringBootPlatformHttpEngine(port) {
            @Override
            public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
                return new Inline(endpoint, processor);
            }
        };
    }

    /** Actuator's handlers are asked for after Camel's: looking for one that is not there costs more than finding the route. */
    @Bean
    static BeanPostProcessor routesBeforeActuator() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof AbstractWebMvcEndpointHandlerMapping mapping) {
                    mapping.setOrder(0);
                }
                return bean;
            }
        };
    }

    private static final class Inline extends SpringBootPlatformHttpConsumer {
        Inline(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        /** Answers on this thread; {@code null} tells Spring that there is nothing to wait for. */
        @Override
        public @Nullable CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            try {
                handleService(request, response);
            } catch (Exception e) {
                // Routes answer their own failures: this one is the connection's, or a defect.
                LOG.warn("a request could not be answered: {}", e.toString());
                refuse(response);
            }
            return null;
        }

        private static void refuse(HttpServletResponse response) {
            try {
                if (!response.isCommitted()) {
                    response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                }
            } catch (IOException e) {
                LOG.debug("the connection is gone: {}", e.toString());
            }
        }
    }
}
