package dev.rollcall.sync;

import dev.rollcall.report.Concern;
import dev.rollcall.report.NeedsPerson;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Runs that the guard stopped, for the digest. There are few, one a source and mode at most; by the index sync_run_open. */
@Component
@Order(0)
final class StoppedRuns implements NeedsPerson {
    private final RunTable runs;

    StoppedRuns(RunTable runs) {
        this.runs = runs;
    }

    @Override
    public String heading() {
        return "Runs that wait for a person";
    }

    @Override
    public String path() {
        return "/console/runs";
    }

    @Override
    public long waiting() {
        return stopped().count();
    }

    @Override
    public List<Concern> concerns(Instant since, Instant until, int most) {
        return between(since, until)
                .sorted(Comparator.comparing(StoppedRuns::at).reversed())
                .limit(most)
                .map(run -> new Concern(
                        run.source() == null ? "All sources" : "Source '" + run.source() + "'", what(run), at(run)))
                .toList();
    }

    private static String what(Run run) {
        boolean begun = run.phase().equals(Run.ACTING);
        return run.mode().wire()
                + (begun
                        ? " run stopped in its midst: so far it did deactivate "
                        : " run stopped: it would deactivate ")
                + run.counts().deactivated() + ", change "
                + (run.counts().updated() + run.counts().reactivated()) + " and create "
                + run.counts().created();
    }

    @Override
    public long count(Instant since, Instant until) {
        return between(since, until).count();
    }

    private Stream<Run> between(Instant since, Instant until) {
        return stopped().filter(run -> !at(run).isBefore(since) && at(run).isBefore(until));
    }

    private Stream<Run> stopped() {
        return runs.open().stream().filter(run -> run.state().equals(Run.STOPPED));
    }

    private static Instant at(Run run) {
        return Objects.requireNonNullElse(run.stopped(), run.started());
    }
}
