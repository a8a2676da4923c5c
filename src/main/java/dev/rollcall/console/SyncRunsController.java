package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.sync.FollowUps;
import dev.rollcall.sync.Mode;
import dev.rollcall.sync.Run;
import dev.rollcall.sync.RunCounts;
import dev.rollcall.sync.Runs;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts and shows runs: pulls of a directory, and re-mappings of what is stored. */
@RestController
final class SyncRunsController {
    private final Runs runs;
    private final FollowUps followUps;
    private final RunChanges changes;
    private final Audit audit;

    SyncRunsController(Runs runs, FollowUps followUps, RunChanges changes, Audit audit) {
        this.runs = runs;
        this.followUps = followUps;
        this.changes = changes;
        this.audit = audit;
    }

    /**
     * What is wanted.
     *
     * @param source the source; none: all, which {@code remap} and {@code verify} can do
     * @param dryRun whether nothing is to be written; none: {@code false}
     * @param remap whether what is stored of the source is mapped anew after it was read
     * @param mode {@code full}, {@code incremental}, {@code remap} or {@code verify}; none: {@code full} with a source that
     *     is pulled, else {@code remap}
     */
    @Schema(name = "RunWish")
    record Wish(
            @Nullable String source,
            @Nullable Boolean dryRun,
            @Nullable String mode,
            @Nullable Boolean remap) {}

    /** How far a run is: {@code done} of {@code total}; the total is null while it is not known. */
    record Progress(String phase, long done, @Nullable Long total) {}

    /** A run. */
    record RunView(
            UUID id,
            @Nullable String source,
            String mode,
            String readMode,
            boolean dryRun,
            String startedBy,
            String state,
            boolean approved,
            Progress progress,
            RunCounts counts,
            double seconds,
            @Nullable String sentence,
            Instant started,
            @Nullable Instant ended,
            boolean remapsThen,
            @Nullable UUID followedBy) {
        static RunView of(Run run) {
            boolean acting = run.phase().equals("acting");
            return new RunView(
                    run.id(),
                    run.source(),
                    run.mode().wire(),
                    run.readMode().wire(),
                    run.dryRun(),
                    run.startedBy(),
                    run.state(),
                    run.approved(),
                    new Progress(
                            run.phase(),
                            acting ? run.acted() : run.counts().read(),
                            acting
                                    ? (Long) run.planned()
                                    : run.ended() == null
                                            ? null
                                            : (Long) run.counts().read()),
                    run.counts(),
                    run.seconds(),
                    run.sentence(),
                    run.started(),
                    run.ended(),
                    run.remapsThen(),
                    run.followedBy());
        }
    }

    record RunList(List<RunView> runs, @Nullable String nextCursor) {}

    record ChangeList(
            List<RunChanges.Change> changes, @Nullable String nextCursor) {}

    /** Starts a run; it goes on after the answer. */
    @PostMapping("/api/sync-runs")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<RunView> start(@RequestBody Wish wish, Principal caller) {
        String source = wish.source() == null || wish.source().isBlank() ? null : wish.source();
        Mode mode = mode(wish.mode(), source);
        boolean dryRun = Boolean.TRUE.equals(wish.dryRun());
        boolean remap = Boolean.TRUE.equals(wish.remap());
        Run run = remap
                ? startThenRemap(source, mode, dryRun, caller)
                : runs.start(source, mode, dryRun, caller.getName());
        noted(caller, "sync-run.start", run);
        return accepted(run);
    }

    private Run startThenRemap(@Nullable String source, Mode mode, boolean dryRun, Principal caller) {
        if (source == null || dryRun) {
            throw ApiRefusal.badRequest("The field 'remap' goes with a source, and not with a dry run.");
        }
        return followUps.startThenRemap(source, mode, caller.getName());
    }

    /** Starts a run as the console does. */
    RunView begin(Wish wish, Principal caller) {
        return Objects.requireNonNull(start(wish, caller).getBody());
    }

    /** Runs that run or wait for a person, the newest first. */
    List<RunView> open() {
        return runs.open().stream().map(RunView::of).toList();
    }

    private Mode mode(@Nullable String asked, @Nullable String source) {
        if (asked == null || asked.isBlank()) {
            return runs.isPulled(source) ? Mode.FULL : Mode.REMAP;
        }
        return Mode.of(asked)
                .orElseThrow(
                        () -> ApiRefusal.badRequest("The field 'mode' must be full, incremental, remap or verify."));
    }

    private static ResponseEntity<RunView> accepted(Run run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/sync-runs/" + run.id()))
                .body(RunView.of(run));
    }

    /** Lists runs, the newest first. */
    @GetMapping("/api/sync-runs")
    RunList list(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Page.limit(limit);
        UUID before = cursor == null || cursor.isEmpty() ? null : Page.after(cursor);
        Page<Run> page = Page.of(
                runs.list(source == null || source.isEmpty() ? null : source, before, most + 1),
                most,
                run -> run.id().toString());
        return new RunList(page.rows().stream().map(RunView::of).toList(), page.nextCursor());
    }

    /** Shows a run. */
    @GetMapping("/api/sync-runs/{id}")
    RunView show(@PathVariable String id) {
        return RunView.of(find(id));
    }

    /**
     * What a run found or did, user by user: of a dry or stopped run what would be done, else what was done, and the users
     * that it could not make members of.
     */
    @GetMapping("/api/sync-runs/{id}/changes")
    ChangeList changes(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Page.limit(limit);
        Page<RunChanges.Change> page = changes.of(find(id).id(), cursor, most);
        return new ChangeList(page.rows(), page.nextCursor());
    }

    /** Carries out a run that the guard stopped. */
    @PostMapping("/api/sync-runs/{id}/approve")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<RunView> approve(@PathVariable String id, Principal caller) {
        Run run = runs.approve(find(id).id());
        noted(caller, "sync-run.approve", run);
        return accepted(run);
    }

    /** Ends a run. */
    @PostMapping("/api/sync-runs/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<RunView> cancel(@PathVariable String id, Principal caller) {
        Run run = runs.cancel(find(id).id());
        noted(caller, "sync-run.cancel", run);
        return accepted(run);
    }

    private Run find(String id) {
        return Page.id(id).flatMap(runs::find).orElseThrow(() -> ApiRefusal.notFound("There is no run with this id."));
    }

    private void noted(Principal caller, String action, Run run) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("source", run.source());
        detail.put("mode", run.mode().wire());
        detail.put("dryRun", run.dryRun());
        audit.record(caller.getName(), action, run.id().toString(), (JsonNode) detail);
    }
}
