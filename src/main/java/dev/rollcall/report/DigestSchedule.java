package dev.rollcall.report;

import dev.rollcall.routing.RouteWishes;
import dev.rollcall.routing.TemplatedRoute;
import dev.rollcall.settings.RollcallSettings;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The route that keeps the digest's schedule, of the template {@code report-schedule}; none where there is no schedule. */
@Component
class DigestSchedule implements RouteWishes {
    @Override
    public List<TemplatedRoute> under(RollcallSettings settings) {
        String schedule = settings.notifications().schedule().strip();
        return schedule.isEmpty()
                ? List.of()
                : List.of(new TemplatedRoute("report-scheduled", "report-schedule", Map.of("schedule", schedule)));
    }
}
