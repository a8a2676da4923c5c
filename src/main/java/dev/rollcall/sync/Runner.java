package dev.rollcall.sync;

import dev.rollcall.provisioning.Rejections;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries runs out in this process, a thread each, and ends them in good order. */
@Component
class Runner implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /** A batch takes less. */
    private static final int SECONDS_TO_END = 8;

    private final RunTable runs;
    private final RunProgress progress;
    private final PulledSources sources;
    private final Planning planning;
    private final ApprovedPlans approvedPlans;
    private final Acting acting;
    private final Rejections rejections;
    private final Verification verification;
    private final SyncMetrics metrics;
    private final TransactionTemplate transaction;
    private final Map<UUID, Run> here = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sync-run");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch routesAreUp = new CountDownLatch(1);
    private volatile boolean running;

    Runner(
            RunTable runs,
            RunProgress progress,
            PulledSources sources,
            Planning planning,
            ApprovedPlans approvedPlans,
            Acting acting,
            Rejections rejections,
            Verification verification,
            SyncMetrics metrics,
            TransactionTemplate transaction) {
        this.runs = runs;
        this.progress = progress;
        this.sources = sources;
        this.planning = planning;
        this.approvedPlans = approvedPlans;
        this.acting = acting;
        this.rejections = rejections;
        this.verification = verification;
        this.metrics = metrics;
        this.transaction = transaction;
    }

    /** The API serves earlier than the routes: what was asked for meanwhile begins now. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        routesAreUp.countDown();
    }

    /** Goes on with a run that this process holds. */
    void begin(Run run) {
        here.put(run.id(), run);
        threads.execute(() -> {
            Thread.currentThread().setName("sync-" + (run.source() == null ? "all" : run.source()));
            try {
                routesAreUp.await();
                if (running) {
                    carryOut(run);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                here.remove(run.id(), run); // approved meanwhile, it may be here anew
            }
        });
    }

    /** The runs that this process is at work on. */
    Iterable<Run> here() {
        return here.values();
    }

    private void carryOut(Run run) {
        LOG.info(
                "Run {} of {} begins: {}{}, {}",
                run.id(),
                run.source() == null ? "all sources" : "source " + run.source(),
                run.mode().wire(),
                run.dryRun() ? ", dry" : "",
                run.phase());
        try {
            if (run.mode() == Mode.VERIFY) {
                end(run, Run.DONE, verification.verify(run));
                return;
            }
            if (!run.phase().equals(Run.ACTING) && !plan(run)) {
                return;
            }
            if (run.approved()) {
                approvedPlans.renew(run);
            }
            acting.act(run);
            done(run);
        } catch (RunEnded e) {
            if (e.how() == RunEnded.How.STOPPED) {
                stopped(run, String.valueOf(e.getMessage()));
            } else if (e.how() != RunEnded.How.LOST) {
                end(
                        run,
                        e.how() == RunEnded.How.CANCELLED ? Run.CANCELLED : Run.FAILED,
                        String.valueOf(e.getMessage()),
                        e.forLogs());
            }
        } catch (RuntimeException e) {
            surprised(run, e);
        }
    }

    /** Whether the plan is to be carried out now. */
    private boolean plan(Run run) {
        Planning.Plan plan = planning.plan(run);
        progress.note(run, Run.COMPARING, plan.counts(), plan.planned());
        if (run.dryRun()) {
            end(run, Run.DONE, RunSentences.dry(plan));
            return false;
        }
        if (plan.objection() != null) {
            stop(run, RunSentences.with(plan.objection(), plan.remark()), plan.watermark());
            return false;
        }
        // What the comparison counted is counted again as it is done.
        progress.note(run, Run.COMPARING, plan.base(), plan.planned());
        progress.startActing(run, plan.watermark(), plan.active(), plan.remark());
        return true;
    }

    /** While it was carried out: what is left of the plan is worked out, for a person to see. */
    private void stopped(Run run, String objection) {
        try {
            planning.showRest(run);
            Run acted = runs.find(run.id()).orElse(run);
            String done = acted.acted() == 0 ? "" : " What was done until then stays.";
            stop(run, objection + done, acted.watermark());
        } catch (RunEnded e) {
            LOG.info("Run {} was lost or cancelled as it stopped", run.id());
        }
    }

    private void stop(Run run, String objection, @Nullable String watermark) {
        progress.stop(run, objection, watermark);
        LOG.warn("Run {}: {}", run.id(), objection);
        metrics.stopped(run);
    }

    private void done(Run run) {
        Run acted = runs.find(run.id()).orElse(run);
        transaction.executeWithoutResult(status -> {
            if (end(run, Run.DONE, RunSentences.done(acted))) {
                conclude(acted);
            }
        });
    }

    private void conclude(Run acted) {
        String sourceId = acted.source();
        if (acted.mode() == Mode.REMAP) {
            rejections.remapped(acted.id(), sourceId);
        } else if (sourceId != null && acted.mode().pulls()) {
            if (acted.readMode() == Mode.FULL) {
                rejections.read(acted.id(), sourceId);
            }
            sources.done(
                    sourceId, acted.watermark(), acted.readMode() == Mode.FULL || planning.looksForVanished(sourceId));
        }
    }

    private boolean end(Run run, String state, String sentence) {
        return end(run, state, sentence, sentence);
    }

    private boolean end(Run run, String state, String sentence, String forLogs) {
        boolean ended = progress.end(run, state, sentence);
        if (ended) {
            LOG.info("Run {} {}: {}", run.id(), state, forLogs);
            runs.find(run.id()).ifPresent(metrics::ended);
        }
        return ended;
    }

    private void surprised(Run run, RuntimeException e) {
        if (!running) {
            // The process ends: whoever takes the run over goes on with it.
            return;
        }
        // What is underneath says most; its name alone, as messages of a database may hold the row.
        Class<?> cause = NestedExceptionUtils.getMostSpecificCause(e).getClass();
        LOG.error("Run {} ended unexpectedly: {}", run.id(), cause.getName());
        LOG.debug("Run {} ended unexpectedly", run.id(), e);
        try {
            end(
                    run,
                    Run.FAILED,
                    String.format(
                            Locale.ROOT,
                            "Ended by an unexpected %s in the phase '%s'. What was done until then stays; start it again. The log says more at level DEBUG.",
                            cause.getSimpleName(),
                            runs.find(run.id()).map(Run::phase).orElse(run.phase())));
        } catch (DataAccessException database) {
            LOG.warn("Run {} is taken up again when the database answers", run.id());
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        routesAreUp.countDown();
        progress.close();
        threads.shutdown();
        try {
            // No interrupt: it would close the embedded database's file.
            if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOG.info("A run is left in the midst of a batch, to be taken over");
            }
            runs.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            LOG.debug("runs were not let go", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
