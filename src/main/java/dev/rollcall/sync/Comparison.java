package dev.rollcall.sync;

import dev.rollcall.provisioning.Batch;
import dev.rollcall.provisioning.Intent;
import dev.rollcall.provisioning.PlannedSoFar;
import dev.rollcall.provisioning.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Works out what staged changes would do, by the pipeline without its last step. */
@Component
class Comparison {
    private static final int BATCH = 1_000;
    private static final UUID START = new UUID(0, 0);

    private static final int MOST_WAITING = 1_000;
    private static final int MOST_ROUNDS = 20;

    private final Pipeline pipeline;
    private final ChangeTable changes;
    private final KnownUsers users;

    Comparison(Pipeline pipeline, ChangeTable changes, KnownUsers users) {
        this.pipeline = pipeline;
        this.changes = changes;
        this.users = users;
    }

    /** Each source's part of a plan. */
    static final class BySource {
        private final Map<String, RunCounts> counts = new HashMap<>();

        void add(String sourceId, RunCounts more) {
            counts.merge(sourceId, more, RunCounts::plus);
        }

        RunCounts of(String sourceId) {
            return counts.getOrDefault(sourceId, RunCounts.NONE);
        }

        RunCounts all() {
            return counts.values().stream().reduce(RunCounts.NONE, RunCounts::plus);
        }
    }

    /** What a comparison has found so far. */
    private static final class Course {
        final UUID run;
        final boolean keep;
        final BySource plan = new BySource();
        final PlannedSoFar soFar = new PlannedSoFar();

        Course(UUID run, boolean keep) {
            this.run = run;
            this.keep = keep;
        }
    }

    /**
     * Compares staged changes. Names that some give up are free for others, as they will be when the plan is carried out.
     * Of more than {@value #MOST_WAITING} who wait for names, and of what is in no order after {@value #MOST_ROUNDS} rounds,
     * the plan says that they are rejected.
     *
     * @param first the first turn, last the last one, of {@link PlannedChange}
     * @param keep whether each change is to be kept for a person to see
     * @param progress is told after each batch, and may throw
     */
    BySource compare(UUID run, int first, int last, boolean keep, Consumer<BySource> progress) {
        Course course = new Course(run, keep);
        List<PlannedChange> waiting = new ArrayList<>();
        for (int turn = first; turn <= last; turn++) {
            changes.each(run, ChangeTable.PLANNED, turn, BATCH, batch -> {
                waiting.addAll(compare(course, batch, waiting.size() < MOST_WAITING));
                progress.accept(course.plan);
            });
        }
        putIntoOrder(course, waiting, progress);
        return course.plan;
    }

    /** One at a time, to and fro, as the name that one waits for is often a neighbour's. */
    private void putIntoOrder(Course course, List<PlannedChange> waiting, Consumer<BySource> progress) {
        List<PlannedChange> left = waiting;
        int before = Integer.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && left.size() < before; round++) {
            before = left.size();
            List<PlannedChange> next = new ArrayList<>();
            for (PlannedChange change : left) {
                next.addAll(compare(course, List.of(change), true));
                progress.accept(course.plan);
            }
            Collections.reverse(next);
            left = next;
        }
        for (PlannedChange change : left) {
            compare(course, List.of(change), false);
            progress.accept(course.plan);
        }
    }

    /** Gives back who waits for names of others. */
    private List<PlannedChange> compare(Course course, List<PlannedChange> batch, boolean patient) {
        String sourceId = batch.get(0).sourceId();
        List<Result> results = compared(course.run, sourceId, batch, patient, course.soFar);
        course.plan.add(sourceId, RunCounts.of(results));
        if (course.keep) {
            changes.compared(course.run, batch, results);
        }
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i).kind() == Result.Kind.LATER)
                .mapToObj(batch::get)
                .toList();
    }

    private List<Result> compared(
            UUID run, String sourceId, List<PlannedChange> batch, boolean patient, PlannedSoFar soFar) {
        List<Intent> intents = batch.stream().map(PlannedChange::intent).toList();
        return pipeline.send(Batch.dry(sourceId, run, intents, patient, soFar)).results();
    }

    /**
     * Holds what is stored of a source against the settings of now, and stages what differs, with its differences.
     *
     * @param seq the last number used
     * @param page is told after each page: what was read and planned so far, and the number of changes; may throw
     * @return the last number used
     */
    long remap(UUID run, String sourceId, NeverTouched neverTouched, long seq, BySource plan, Runnable page) {
        PlannedSoFar soFar = new PlannedSoFar();
        long next = seq;
        UUID after = START;
        for (List<KnownUsers.Stored> stored = users.page(sourceId, after, BATCH);
                !stored.isEmpty();
                stored = users.page(sourceId, after, BATCH)) {
            List<PlannedChange> all = new ArrayList<>(stored.size());
            for (KnownUsers.Stored user : stored) {
                if (!neverTouched.has(user.userName(), user.email())) {
                    all.add(new PlannedChange(
                            PlannedChange.CHANGED, 0, sourceId, user.key(), user.recordId(), null, user.userName()));
                }
            }
            List<PlannedChange> differing = new ArrayList<>();
            List<Result> theirs = new ArrayList<>();
            List<Result> results = compared(run, sourceId, all, false, soFar);
            for (int i = 0; i < results.size(); i++) {
                Result.Kind kind = results.get(i).kind();
                if (kind != Result.Kind.UNCHANGED && kind != Result.Kind.GONE) {
                    PlannedChange change = all.get(i);
                    differing.add(new PlannedChange(
                            change.turn(), ++next, sourceId, change.key(), change.recordId(), null, change.userName()));
                    theirs.add(results.get(i));
                }
            }
            changes.add(run, differing, theirs);
            plan.add(
                    sourceId,
                    RunCounts.of(results).plus(RunCounts.unchanged(stored.size(), stored.size() - all.size())));
            after = stored.get(stored.size() - 1).recordId();
            page.run();
        }
        return next;
    }
}
