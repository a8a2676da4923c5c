package dev.rollcall.console;

import dev.rollcall.console.SyncRunsController.RunView;
import dev.rollcall.sync.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Shows runs with those that follow them, and what is under way or waits. */
@Component
final class RunCourses {
    private static final int MOST = 10;

    private final SyncRunsController runs;

    RunCourses(SyncRunsController runs) {
        this.runs = runs;
    }

    /**
     * A run with those that follow it, as one thing to wait for.
     *
     * @param live whether there is more to come
     */
    record Course(List<RunView> runs, boolean live) {
        public UUID id() {
            return runs.get(0).id();
        }
    }

    Course of(RunView first) {
        List<RunView> all = new ArrayList<>(List.of(first));
        UUID next = first.followedBy();
        while (next != null && all.size() < MOST) {
            RunView run = runs.show(next.toString());
            all.add(run);
            next = run.followedBy();
        }
        RunView last = all.get(all.size() - 1);
        boolean awaited = last.remapsThen() && last.state().equals(Run.DONE) && last.followedBy() == null;
        return new Course(all, awaited || last.state().equals(Run.RUNNING));
    }

    /** What runs now. */
    List<Course> running() {
        return runs.open().stream()
                .filter(run -> run.state().equals(Run.RUNNING))
                .map(this::of)
                .toList();
    }

    /** What waits for a person. */
    List<RunView> stopped() {
        return runs.open().stream()
                .filter(run -> run.state().equals(Run.STOPPED))
                .toList();
    }
}
