package dev.rollcall.sync;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What a schedule's route calls when the time has come. */
@Component("scheduledRuns")
public class ScheduledRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledRuns.class);

    private final Runs runs;

    ScheduledRuns(Runs runs) {
        this.runs = runs;
    }

    /**
     * Starts a run, on one of the replicas that were woken at this time.
     *
     * @param fire the time for which it was planned, the same on all replicas
     */
    public void start(String sourceId, String mode, @Header("scheduledFireTime") @Nullable Date fire) {
        Mode how = Mode.of(mode).orElseThrow(() -> new IllegalArgumentException("there is no mode '" + mode + "'"));
        Instant at = fire == null ? Instant.now() : fire.toInstant();
        try {
            Optional<Run> run = runs.startScheduled(sourceId, how, at);
            LOG.debug("The {} run of source {} planned for {}: {}", mode, sourceId, at, run.map(Run::id));
        } catch (RunRefused e) {
            LOG.warn("The {} run of source {} did not start: {}", mode, sourceId, e.getMessage());
        }
    }
}
