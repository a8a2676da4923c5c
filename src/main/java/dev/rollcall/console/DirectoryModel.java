package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.console.DirectoryForm.Part;
import dev.rollcall.settings.CronSchedule;
import dev.rollcall.settings.RollcallSettings.Guard;
import dev.rollcall.settings.RollcallSettings.Limit;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.Source.Pull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a source that Rollcall reads shows. */
@Component
final class DirectoryModel {
    private static final int NEXT = 3;

    private final Settings settings;
    private final SourcesController sources;
    private final SyncRunsController runs;
    private final RunCourses courses;
    private final OverviewCounts counts;

    DirectoryModel(
            Settings settings,
            SourcesController sources,
            SyncRunsController runs,
            RunCourses courses,
            OverviewCounts counts) {
        this.settings = settings;
        this.sources = sources;
        this.runs = runs;
        this.courses = courses;
        this.counts = counts;
    }

    /** The form of a source with the settings in force. */
    List<Part> parts(String id) {
        Source source = KnownSource.of(settings, id);
        if (source.pull() == null) {
            throw ApiRefusal.badRequest("Source '" + id + "' pushes its users; there is nothing to connect to.");
        }
        return DirectoryForm.parts(
                source.kind(), settings.effectiveTree().path("sources").path(id));
    }

    /** The form of a source that is not there yet. */
    static List<Part> empty(String kind) {
        return DirectoryForm.parts(kind, MissingNode.getInstance());
    }

    String fill(String id, List<Part> parts, Model model) {
        Pull pull = Objects.requireNonNull(KnownSource.of(settings, id).pull());
        OverviewCounts.Numbers numbers = counts.numbers();
        model.addAttribute("source", sources.brief(id));
        model.addAttribute("users", numbers == null ? null : numbers.users().getOrDefault(id, 0L));
        model.addAttribute("parts", parts);
        model.addAttribute("next", next(pull));
        model.addAttribute("guard", guard(pull));
        model.addAttribute("runs", runs.list(id, null, 3).runs());
        model.addAttribute(
                "courses",
                courses.running().stream()
                        .filter(course -> id.equals(course.runs().get(0).source()))
                        .toList());
        return "directory";
    }

    private static List<NextRuns> next(Pull pull) {
        Instant now = Instant.now();
        List<NextRuns> next = new ArrayList<>();
        if (!pull.schedule().isBlank()) {
            next.add(new NextRuns("Full read", CronSchedule.next(pull.schedule(), now, NEXT)));
        }
        if (!pull.incrementalSchedule().isBlank()) {
            next.add(new NextRuns("Read of changes", CronSchedule.next(pull.incrementalSchedule(), now, NEXT)));
        }
        return next;
    }

    /** The limits in force, in a sentence. */
    private String guard(Pull pull) {
        Guard guard = pull.guard(settings.current().guard());
        return "A run may deactivate " + limit(guard.deactivate()) + " and change " + limit(guard.change())
                + (pull.guard() == null ? ", as for all sources." : ".") + " What would do more waits for a person.";
    }

    private static String limit(@Nullable Limit limit) {
        if (limit == null || limit.percent() == null && limit.count() == null) {
            return "any number of members";
        }
        String percent = limit.percent() == null ? "" : limit.percent() + " % of the active members";
        String count = limit.count() == null ? "" : limit.count() + " of them";
        return "at most " + percent + (percent.isEmpty() || count.isEmpty() ? "" : " or ") + count
                + (percent.isEmpty() || count.isEmpty() ? "" : ", whichever is less,");
    }
}
