package dev.rollcall.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * After an answer Tomcat reads what is left of the request's body, and waits for it. This lets a refusal say that nobody
 * does: the connection is closed then.
 */
@Component
final class UnreadBodies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final String LEAVE = UnreadBodies.class.getName() + ".leave";

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextValves(new Offer());
    }

    /** Leaves the rest of the request's body unread. */
    static void leave(HttpServletRequest request) {
        if (request.getAttribute(LEAVE) instanceof Runnable leave) {
            leave.run();
        }
    }

    private static final class Offer extends ValveBase {
        Offer() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            Runnable leave = () -> request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            request.setAttribute(LEAVE, leave);
            getNext().invoke(request, response);
        }
    }
}
