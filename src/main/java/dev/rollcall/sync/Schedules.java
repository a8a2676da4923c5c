package dev.rollcall.sync;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps one route of the template {@code sync-schedule} (routes/22-schedule.camel.yaml) for every schedule in the settings,
 * and follows their changes.
 */
@Component
class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final Settings settings;
    private final CamelContext camel;
    private final Map<String, Schedule> kept = new HashMap<>();

    /** When a source is run, and how. */
    private record Schedule(String sourceId, Mode mode, String cron) {}

    Schedules(Settings settings, CamelContext camel) {
        this.settings = settings;
        this.camel = camel;
        settings.onChange(this::follow);
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        follow(settings.current());
    }

    private synchronized void follow(RollcallSettings current) {
        if (!camel.isStarted()) {
            return;
        }
        Map<String, Schedule> wanted = wanted(current);
        for (Map.Entry<String, Schedule> old : new HashMap<>(kept).entrySet()) {
            if (!old.getValue().equals(wanted.get(old.getKey()))) {
                remove(old.getKey());
            }
        }
        wanted.forEach((routeId, schedule) -> {
            if (!kept.containsKey(routeId)) {
                add(routeId, schedule);
            }
        });
    }

    private static Map<String, Schedule> wanted(RollcallSettings current) {
        Map<String, Schedule> wanted = new TreeMap<>();
        current.sources().forEach((id, source) -> {
            if (source.pull() != null) {
                put(wanted, new Schedule(id, Mode.FULL, source.pull().schedule()));
                put(wanted, new Schedule(id, Mode.INCREMENTAL, source.pull().incrementalSchedule()));
            }
        });
        return wanted;
    }

    private static void put(Map<String, Schedule> wanted, Schedule schedule) {
        if (!schedule.cron().isBlank()) {
            wanted.put("schedule-" + schedule.sourceId() + "-" + schedule.mode().wire(), schedule);
        }
    }

    private void add(String routeId, Schedule schedule) {
        TemplatedRouteBuilder.builder(camel, "sync-schedule")
                .routeId(routeId)
                .parameter("source", schedule.sourceId())
                .parameter("mode", schedule.mode().wire())
                .parameter("cron", schedule.cron())
                .add();
        kept.put(routeId, schedule);
        LOG.info(
                "Source {} has {} runs at '{}'",
                schedule.sourceId(),
                schedule.mode().wire(),
                schedule.cron());
    }

    private void remove(String routeId) {
        kept.remove(routeId);
        try {
            camel.getRouteController().stopRoute(routeId);
            camel.removeRoute(routeId);
        } catch (Exception e) {
            LOG.error(
                    "The route {} could not be removed: {}",
                    routeId,
                    e.getClass().getName());
        }
    }
}
