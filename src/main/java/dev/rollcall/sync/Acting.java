package dev.rollcall.sync;

import dev.rollcall.delivery.BulkDelivery;
import dev.rollcall.provisioning.Batch;
import dev.rollcall.provisioning.Result;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Carries a plan out, batch by batch, two at a time. Each batch is one transaction: what it records, what it takes off the
 * plan and what it counts hold together, so that a run which was killed goes on where it was. Batches meet each other like
 * pushes do: who comes second finds the state changed, and is tried anew.
 */
@Component
class Acting {
    private static final Logger LOG = LoggerFactory.getLogger(Acting.class);
    /** After so many batches that the target did not take, the rest of the run goes by the queue. */
    private static final int MOST_FAILURES = 3;

    private static final int MOST_ATTEMPTS = 20;
    /**
     * Few enough to be forgotten young, and for H2 to store most of a batch once, as it commits: with 256, a first import took
     * a quarter longer. A power of two, as PostgreSQL's driver joins as many rows in an INSERT.
     */
    private static final int BATCH = 128;

    /** While one batch waits for the database, the next one is worked out. */
    private static final int LANES = 2;

    private final Pipeline pipeline;
    private final ChangeTable changes;
    private final RunProgress progress;
    private final BulkDelivery delivery;
    private final Settings settings;
    private final KnownUsers users;

    Acting(
            Pipeline pipeline,
            ChangeTable changes,
            RunProgress progress,
            BulkDelivery delivery,
            Settings settings,
            KnownUsers users) {
        this.pipeline = pipeline;
        this.changes = changes;
        this.progress = progress;
        this.delivery = delivery;
        this.settings = settings;
        this.users = users;
    }

    /** One run's way: it remembers whether the target takes batches. */
    private static final class Course {
        final Run run;
        final ReadWriteLock turns = new ReentrantReadWriteLock();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicLong settled = new AtomicLong();

        Course(Run run) {
            this.run = run;
        }
    }

    /** Does everything that is planned; throws {@link RunEnded} if it was cancelled, lost, or goes further than the guard allows. */
    void act(Run run) {
        Course course = new Course(run);
        for (int turn = PlannedChange.VANISHED; turn <= PlannedChange.NEW; turn++) {
            all(course, turn);
        }
        // Users that waited for others to give up a name: as long as some get through, the rest may.
        do {
            course.settled.set(0);
            waiting(course, true);
        } while (course.settled.get() > 0);
        waiting(course, false);
    }

    /** One batch after the other. Who waits often waits for a neighbour: where some get through, the rest is tried at once. */
    private void waiting(Course course, boolean patient) {
        UUID run = course.run.id();
        for (int turn = PlannedChange.VANISHED; turn <= PlannedChange.NEW; turn++) {
            long after = 0;
            for (List<PlannedChange> batch = changes.next(run, ChangeTable.AGAIN, turn, after, BATCH);
                    !batch.isEmpty();
                    batch = changes.next(run, ChangeTable.AGAIN, turn, after, BATCH)) {
                long settled = course.settled.get();
                together(course, ChangeTable.AGAIN, batch, patient);
                if (!patient || course.settled.get() == settled) {
                    after = batch.get(batch.size() - 1).seq();
                }
            }
        }
    }

    /** As many batches at a time as there are lanes. */
    private void all(Course course, int turn) {
        try (Lanes lanes = new Lanes(LANES)) {
            changes.each(
                    course.run.id(),
                    ChangeTable.PLANNED,
                    turn,
                    BATCH,
                    batch -> lanes.begin(() -> together(course, ChangeTable.PLANNED, batch, true)));
            lanes.finish();
        }
    }

    private void together(Course course, String state, List<PlannedChange> batch, boolean patient) {
        if (batch.size() > 1 && atOnce(course, state, batch, patient)) {
            return;
        }
        for (PlannedChange change : batch) {
            alone(course, state, change, patient);
        }
    }

    /** Whether the batch was recorded. What the database did not take of many it may take one by one, or it shows of whom. */
    private boolean atOnce(Course course, String state, List<PlannedChange> batch, boolean patient) {
        try {
            return once(course, state, batch, patient);
        } catch (CamelExecutionException e) {
            if (!isOurs(e)) {
                throw e;
            }
            LOG.debug("a batch of run {} is tried one by one", course.run.id(), e);
            return false;
        }
    }

    private void alone(Course course, String state, PlannedChange change, boolean patient) {
        int attempts = 1;
        try {
            while (!once(course, state, List.of(change), patient)) {
                if (++attempts > MOST_ATTEMPTS) {
                    throw ended(change, " is changed by others all the time. Start the run again when they are done.");
                }
            }
        } catch (CamelExecutionException e) {
            if (isOurs(e) && !isAway(e)) {
                LOG.debug("run {} ends", course.run.id(), e);
                throw ended(
                        change,
                        " could not be recorded: "
                                + NestedExceptionUtils.getMostSpecificCause(e)
                                        .getClass()
                                        .getSimpleName()
                                + ". What was done until then stays; start the run again. The log says more at level DEBUG.");
            }
            throw e;
        }
    }

    private static RunEnded ended(PlannedChange change, String why) {
        String what = " of source '" + change.sourceId() + "'" + why;
        return RunEnded.failed("User '" + change.userName() + "'" + what, "A user" + what);
    }

    /** Whether the batch was recorded; its state may have changed underneath. */
    private boolean once(Course course, String state, List<PlannedChange> batch, boolean patient) {
        boolean direct = course.failures.get() < MOST_FAILURES;
        BulkDelivery.Way way = direct ? delivery.direct() : delivery.queued();
        Batch done;
        try {
            done = send(course.turns.readLock(), batch(course, state, batch, patient, way));
        } catch (CamelExecutionException e) {
            if (!direct || isOurs(e)) {
                throw e;
            }
            LOG.debug("a batch of run {} goes by the queue: {}", course.run.id(), String.valueOf(e.getCause()));
            course.failures.incrementAndGet();
            way = delivery.queued();
            // Alone: what the target refused may be there by another batch, which is to be seen now.
            done = send(course.turns.writeLock(), batch(course, state, batch, patient, way));
        }
        if (done.isStale()) {
            return false;
        }
        if (!way.committed()) {
            course.failures.incrementAndGet();
        }
        course.settled.addAndGet(settled(done.results()));
        return true;
    }

    private Batch send(Lock turn, Batch batch) {
        turn.lock();
        try {
            return pipeline.send(batch);
        } finally {
            turn.unlock();
        }
    }

    private static long settled(List<Result> results) {
        return results.stream()
                .filter(result -> result.kind() != Result.Kind.LATER)
                .count();
    }

    private Batch batch(Course course, String state, List<PlannedChange> batch, boolean patient, BulkDelivery.Way way) {
        Run run = course.run;
        return Batch.acting(
                batch.get(0).sourceId(),
                run.id(),
                batch.stream().map(PlannedChange::intent).toList(),
                patient,
                way,
                results -> {
                    changes.acted(run.id(), state, batch, results);
                    // Last: the other lane waits for the run's row until this one has committed.
                    RunCounts counts = RunCounts.of(results);
                    progress.acted(run, counts, settled(results));
                    check(run, batch.get(0).sourceId(), counts);
                });
    }

    /**
     * What the plan could not foresee (users that get a name which another one gives up, members that are found by their
     * names), the guard meets here: the batch that goes too far is not recorded.
     */
    private void check(Run run, String sourceId, RunCounts batch) {
        if (batch.deactivated() + batch.updated() + batch.reactivated() > 0) {
            String objection = progress.objection(
                    run,
                    sourceId,
                    Guard.of(settings.current(), sourceId),
                    () -> users.active(sourceId, Long.MAX_VALUE));
            if (objection != null) {
                throw RunEnded.stopped(objection);
            }
        }
    }

    /** Whether Rollcall's own database is the trouble: then the queue cannot help. */
    private static boolean isOurs(CamelExecutionException e) {
        return e.getCause() instanceof DataAccessException;
    }

    /** Whether the database does not answer at all: then the run is taken up again when it does. */
    private static boolean isAway(CamelExecutionException e) {
        return e.getCause() instanceof DataAccessResourceFailureException
                || e.getCause() instanceof RecoverableDataAccessException;
    }
}
