package dev.rollcall.sync;

import dev.rollcall.routing.RouteWishes;
import dev.rollcall.routing.TemplatedRoute;
import dev.rollcall.settings.RollcallSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A route of the template {@code sync-schedule} (routes/22-schedule.camel.yaml) for every schedule in the settings. */
@Component
class Schedules implements RouteWishes {
    @Override
    public List<TemplatedRoute> under(RollcallSettings settings) {
        List<TemplatedRoute> routes = new ArrayList<>();
        settings.sources().forEach((id, source) -> {
            if (source.pull() != null) {
                add(routes, id, Mode.FULL, source.pull().schedule());
                add(routes, id, Mode.INCREMENTAL, source.pull().incrementalSchedule());
            }
        });
        return routes;
    }

    private static void add(List<TemplatedRoute> routes, String source, Mode mode, String cron) {
        if (!cron.isBlank()) {
            routes.add(new TemplatedRoute(
                    "schedule-" + source + "-" + mode.wire(),
                    "sync-schedule",
                    Map.of("source", source, "mode", mode.wire(), "cron", cron.strip())));
        }
    }
}
