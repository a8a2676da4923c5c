package dev.rollcall.sync;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * The meters {@code rollcall.sync.*}: runs by result, users by what became of them, and of each source's last run the
 * result, the time it took and when it ended.
 */
@Component
class SyncMetrics {
    private final MeterRegistry meters;
    private final Map<String, AtomicReference<Run>> last = new ConcurrentHashMap<>();

    SyncMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A run that ended in this process. */
    void ended(Run run) {
        String source = source(run);
        meters.counter(
                        "rollcall.sync.runs",
                        "source",
                        source,
                        "mode",
                        run.mode().wire(),
                        "result",
                        run.state())
                .increment();
        if (run.dryRun()) {
            return;
        }
        RunCounts counts = run.counts();
        users(source, "created", counts.created());
        users(source, "updated", counts.updated());
        users(source, "deactivated", counts.deactivated());
        users(source, "reactivated", counts.reactivated());
        users(source, "rejected", counts.rejected());
        users(source, "held", counts.held());
        newest(source, run);
    }

    /** A run that waits for a person. */
    void stopped(Run run) {
        meters.counter(
                        "rollcall.sync.runs",
                        "source",
                        source(run),
                        "mode",
                        run.mode().wire(),
                        "result",
                        Run.STOPPED)
                .increment();
    }

    private static String source(Run run) {
        return run.source() == null ? "all" : run.source();
    }

    private void users(String source, String outcome, long count) {
        meters.counter("rollcall.sync.users", "source", source, "outcome", outcome)
                .increment(count);
    }

    private void newest(String source, Run run) {
        last.computeIfAbsent(source, none -> {
                    AtomicReference<Run> newest = new AtomicReference<>(run);
                    gauge(
                            "rollcall.sync.last.success",
                            source,
                            newest,
                            one -> one.state().equals(Run.DONE) ? 1 : 0);
                    gauge("rollcall.sync.last.seconds", source, newest, Run::seconds);
                    gauge(
                            "rollcall.sync.last.read",
                            source,
                            newest,
                            one -> one.counts().read());
                    gauge(
                            "rollcall.sync.last.ended",
                            source,
                            newest,
                            one -> one.ended() == null ? 0 : one.ended().getEpochSecond());
                    return newest;
                })
                .set(run);
    }

    private void gauge(String name, String source, AtomicReference<Run> newest, ToDoubleFunction<Run> value) {
        Gauge.builder(name, newest, reference -> value.applyAsDouble(reference.get()))
                .tag("source", source)
                .register(meters);
    }
}
