package dev.rollcall.console;

import dev.rollcall.requests.RecentRequests;
import dev.rollcall.security.SourceToken;
import dev.rollcall.security.SourceTokens;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: is everything all right, and if not, where. */
@Controller
final class OverviewPage implements ConsolePage {
    private final Settings settings;
    private final SourcesController sources;
    private final SourceTokens tokens;
    private final RecentRequests requests;
    private final OverviewCounts counts;
    private final RunCourses courses;
    private final SyncRunsController runs;
    private final DeliverySummaryController queue;

    OverviewPage(
            Settings settings,
            SourcesController sources,
            SourceTokens tokens,
            RecentRequests requests,
            OverviewCounts counts,
            RunCourses courses,
            SyncRunsController runs,
            DeliverySummaryController queue) {
        this.settings = settings;
        this.sources = sources;
        this.tokens = tokens;
        this.requests = requests;
        this.counts = counts;
        this.courses = courses;
        this.runs = runs;
        this.queue = queue;
    }

    /**
     * A source in one line.
     *
     * @param state one of: no key, waiting for the first push, errors, all right
     * @param last when it was last heard of
     * @param run the newest run of a source that is read
     * @param failed how many of the last requests were answered with an error
     */
    record Line(
            String id,
            String kind,
            String state,
            String tone,
            @Nullable Instant last,
            SyncRunsController.@Nullable RunView run,
            int failed,
            long users) {}

    @GetMapping("/console")
    String show(Model model) {
        RollcallSettings current = settings.current();
        OverviewCounts.Numbers numbers = counts.numbers();
        List<SourcesController.SourceView> views = sources.brief(current);
        model.addAttribute("courses", courses.running());
        model.addAttribute("stopped", courses.stopped());
        model.addAttribute("numbers", numbers);
        model.addAttribute(
                "lines",
                views.stream().map(view -> line(view, current, numbers)).toList());
        DeliverySummaryController.Summary waiting = queue.summary();
        model.addAttribute("queue", waiting);
        model.addAttribute(
                "oldest", waiting.waiting() == 0 ? null : Instant.now().minusSeconds(waiting.oldestSeconds()));
        model.addAttribute("warnings", Warnings.of(current, views, waiting, numbers));
        model.addAttribute("chart", numbers == null ? null : ChangesChart.of(numbers.days()));
        return "overview";
    }

    private Line line(
            SourcesController.SourceView view, RollcallSettings current, OverviewCounts.@Nullable Numbers numbers) {
        long users = numbers == null ? 0 : numbers.users().getOrDefault(view.id(), 0L);
        Source source = Objects.requireNonNull(current.sources().get(view.id()));
        if (!view.kind().equals("scim")) {
            return pulled(view, users);
        }
        List<SourceToken> known = tokens.list(view.id());
        Instant last = Stream.concat(known.stream().map(SourceToken::lastUsed), Stream.of(requests.newest(view.id())))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        int failed = requests.failed(view.id());
        boolean open = !source.token().isEmpty()
                || source.jwt() != null
                || known.stream().anyMatch(token -> token.isLive(Instant.now()));
        Map.Entry<String, String> state = !open
                ? Map.entry("no connector key", "secondary")
                : last == null && users == 0
                        ? Map.entry("waiting for the first push", "secondary")
                        : failed > 0 ? Map.entry("some errors", "warning") : Map.entry("all right", "success");
        return new Line(view.id(), view.kind(), state.getKey(), state.getValue(), last, null, failed, users);
    }

    private Line pulled(SourcesController.SourceView view, long users) {
        List<SyncRunsController.RunView> newest = runs.list(view.id(), null, 1).runs();
        if (newest.isEmpty()) {
            return new Line(view.id(), view.kind(), "never run", "secondary", null, null, 0, users);
        }
        SyncRunsController.RunView run = newest.get(0);
        String state = run.state().equals("done") ? run.dryRun() ? "dry run done" : "all right" : run.state();
        return new Line(
                view.id(),
                view.kind(),
                new Words().runState(state),
                new Words().tone(run.state()),
                run.started(),
                run,
                0,
                users);
    }
}
