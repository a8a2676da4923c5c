package dev.rollcall.sync;

import dev.rollcall.provisioning.Batch;
import dev.rollcall.provisioning.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Works out what staged changes would do, by the pipeline without its last step. */
@Component
class Comparison {
    private static final int BATCH = 1_000;
    private static final UUID START = new UUID(0, 0);

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
        private final Map<String, Counts> counts = new HashMap<>();

        void add(String sourceId, Counts more) {
            counts.merge(sourceId, more, Counts::plus);
        }

        Counts of(String sourceId) {
            return counts.getOrDefault(sourceId, Counts.NONE);
        }

        Counts all() {
            return counts.values().stream().reduce(Counts.NONE, Counts::plus);
        }
    }

    /**
     * Compares staged changes.
     *
     * @param first the first turn, last the last one, of {@link PlannedChange}
     * @param keep whether each change is to be kept for a person to see
     * @param progress is told after each batch, and may throw
     */
    BySource compare(UUID run, int first, int last, boolean keep, Consumer<BySource> progress) {
        BySource plan = new BySource();
        for (int turn = first; turn <= last; turn++) {
            long after = 0;
            for (List<PlannedChange> batch = changes.next(run, ChangeTable.PLANNED, turn, after, BATCH);
                    !batch.isEmpty();
                    batch = changes.next(run, ChangeTable.PLANNED, turn, after, BATCH)) {
                String sourceId = batch.get(0).sourceId();
                List<Result> results = compared(run, sourceId, batch);
                plan.add(sourceId, Counts.of(results));
                if (keep) {
                    changes.compared(run, batch, results);
                }
                after = batch.get(batch.size() - 1).seq();
                progress.accept(plan);
            }
        }
        return plan;
    }

    private List<Result> compared(UUID run, String sourceId, List<PlannedChange> batch) {
        return pipeline.send(Batch.dry(
                        sourceId, run, batch.stream().map(PlannedChange::intent).toList()))
                .results();
    }

    /**
     * Holds what is stored of a source against the settings of now, and stages what differs, with its differences.
     *
     * @param seq the last number used
     * @param page is told after each page: what was read and planned so far, and the number of changes; may throw
     * @return the last number used
     */
    long remap(UUID run, String sourceId, NeverTouched neverTouched, long seq, BySource plan, Runnable page) {
        long next = seq;
        UUID after = START;
        for (List<KnownUsers.Stored> stored = users.page(sourceId, after, BATCH);
                !stored.isEmpty();
                stored = users.page(sourceId, after, BATCH)) {
            List<PlannedChange> all = new java.util.ArrayList<>(stored.size());
            for (KnownUsers.Stored user : stored) {
                if (!neverTouched.has(user.userName(), user.email())) {
                    all.add(new PlannedChange(
                            PlannedChange.CHANGED, 0, sourceId, user.key(), user.recordId(), null, user.userName()));
                }
            }
            List<PlannedChange> differing = new java.util.ArrayList<>();
            List<Result> theirs = new java.util.ArrayList<>();
            List<Result> results = compared(run, sourceId, all);
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
            plan.add(sourceId, Counts.of(results).plus(Counts.unchanged(stored.size(), stored.size() - all.size())));
            after = stored.get(stored.size() - 1).recordId();
            page.run();
        }
        return next;
    }
}
