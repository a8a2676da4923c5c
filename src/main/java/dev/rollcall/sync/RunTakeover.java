package dev.rollcall.sync;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Every 2 seconds says which runs this process is at work on, and takes over those whose process has been silent for 8: a
 * run whose plan was complete goes on where it was, another one begins again. Starts what is to follow runs that were done.
 */
@Component
class RunTakeover {
    private static final Logger LOG = LoggerFactory.getLogger(RunTakeover.class);
    private static final int SECONDS = 2;

    private final RunTable runs;
    private final Runner runner;
    private final FollowUps followUps;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sync-takeover");
        thread.setDaemon(true);
        return thread;
    });

    RunTakeover(RunTable runs, Runner runner, FollowUps followUps) {
        this.runs = runs;
        this.runner = runner;
        this.followUps = followUps;
    }

    /** The routes are up: a run can call them. */
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        timer.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
    }

    @EventListener(ContextClosedEvent.class)
    void end() {
        timer.shutdownNow();
    }

    private void look() {
        try {
            for (Run run : runner.here()) {
                runs.beat(run);
            }
            for (Optional<Run> taken = runs.takeAbandoned(); taken.isPresent(); taken = runs.takeAbandoned()) {
                LOG.info(
                        "Run {} was left by another process and is taken over",
                        taken.get().id());
                runner.begin(taken.get());
            }
            followUps.start();
        } catch (DataAccessException e) {
            LOG.warn("Runs could not be looked up: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // An escaping exception would end the timer.
            LOG.error("Runs could not be looked up: {}", e.getClass().getName());
        }
    }
}
