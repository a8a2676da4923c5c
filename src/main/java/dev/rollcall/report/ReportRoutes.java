package dev.rollcall.report;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the route that keeps the digest's schedule, of the template {@code report-schedule}, when Camel starts and when the
 * setting changes; none where there is no schedule.
 */
@Component
class ReportRoutes extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(ReportRoutes.class);
    private static final String TEMPLATE = "report-schedule";
    private static final String ROUTE = "report-scheduled";

    private final Settings settings;
    private String schedule = "";

    ReportRoutes(CamelContext camel, Settings settings) {
        super(camel);
        this.settings = settings;
    }

    @Override
    public synchronized void configure() {
        schedule = settings.current().notifications().schedule().strip();
        if (!schedule.isEmpty()) {
            templatedRoute(TEMPLATE).routeId(ROUTE).parameter("schedule", schedule);
        }
        settings.onChange(this::follow);
    }

    private synchronized void follow(RollcallSettings changed) {
        String wanted = changed.notifications().schedule().strip();
        if (wanted.equals(schedule)) {
            return;
        }
        try {
            if (!schedule.isEmpty()) {
                getContext().getRouteController().stopRoute(ROUTE);
                getContext().removeRoute(ROUTE);
                schedule = "";
            }
            if (!wanted.isEmpty()) {
                getContext().addRouteFromTemplate(ROUTE, TEMPLATE, Map.of("schedule", wanted));
                schedule = wanted;
            }
        } catch (Exception e) {
            LOG.error("The schedule of the digest could not be changed: {}", e.toString());
        }
    }
}
