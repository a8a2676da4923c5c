package dev.rollcall.monitoring;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Turns the errors that Spring MVC or Tomcat itself would answer into JSON: SCIM errors under /scim. */
@Configuration(proxyBeanMethods = false)
class ContainerErrors {
    private static final Map<Integer, String> SENTENCES = Map.of(
            400, "the request cannot be read. Check the URL's encoding and the headers",
            401, "a valid token is needed. Send 'Authorization: Bearer ...'",
            403, "this is not allowed with these credentials",
            404, "there is no such endpoint. SCIM users are under /scim/v2/Users",
            405, "this method is not possible here. See the header Allow",
            406, "answers are application/scim+json",
            413, "the body is larger than 1 MiB",
            415, "the content type is not readable. Send application/scim+json or application/json",
            500, "something failed inside Rollcall. Its log tells more",
            503, "Rollcall cannot answer now. Try again in a few seconds");

    static String sentence(int status) {
        return SENTENCES.getOrDefault(status, "the request failed with status " + status);
    }

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
                ScimErrorWriter.write(response.getResponse(), status, null, sentence(status));
            } catch (IOException | IllegalStateException e) {
                container.getLogger().debug("the client is gone", e);
            }
        }
    }

    /** Errors that Spring MVC hands to {@code /error}. */
    @RestController
    static class Errors implements ErrorController {
        @RequestMapping("/error")
        void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            int status = code instanceof Integer number ? number : 500;
            Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
            if (status == 406) {
                status = 400;
            }
            if (uri != null && ScimGate.evened(uri.toString()).startsWith("/scim")) {
                if (status == 503) {
                    response.setHeader("Retry-After", "5");
                }
                ScimErrorWriter.write(response, status, null, sentence(status));
            } else {
                response.setStatus(status);
                response.setContentType("application/json");
                response.getWriter().write("{\"status\":" + status + ",\"detail\":\"" + sentence(status) + "\"}");
            }
        }
    }
}
