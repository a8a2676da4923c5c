package dev.rollcall.console;

import dev.rollcall.console.SyncRunsController.RunView;
import dev.rollcall.console.SyncRunsController.Wish;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Runs: their history, how one goes, what it found, and a person's word for one that the guard stopped. */
@Controller
final class RunsPage implements ConsolePage {
    private static final String THEN_REMAP = "pull";

    private final SyncRunsController runs;
    private final RunCourses courses;

    RunsPage(SyncRunsController runs, RunCourses courses) {
        this.runs = runs;
        this.courses = courses;
    }

    @GetMapping("/console/runs")
    String list(
            @RequestParam(defaultValue = "") String source,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        SyncRunsController.RunList page = runs.list(source, cursor, 30);
        model.addAttribute("runs", page.runs());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("source", source);
        return "runs";
    }

    @GetMapping("/console/runs/{id}")
    String show(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, Model model) {
        RunView run = runs.show(id);
        SyncRunsController.ChangeList changes = runs.changes(id, cursor, 50);
        model.addAttribute("run", run);
        model.addAttribute("course", courses.of(run));
        model.addAttribute("changes", changes.changes());
        model.addAttribute("next", changes.nextCursor());
        model.addAttribute("first", cursor == null || cursor.isEmpty());
        return "run";
    }

    /** The part of a page that shows how a run goes; a run's own page is loaded anew when the run has ended. */
    @GetMapping("/console/runs/{id}/progress")
    String progress(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean whole,
            HttpServletResponse response,
            Model model) {
        RunCourses.Course course = courses.of(runs.show(id));
        if (whole && !course.live()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("course", course);
        model.addAttribute("whole", whole);
        return "run-parts :: progress";
    }

    /** Starts a run; {@code mode} may also be {@code pull}: a full read, and then a remap. */
    @PostMapping("/console/runs")
    String start(
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String mode,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Principal caller) {
        boolean remap = mode.equals(THEN_REMAP);
        RunView run = runs.begin(new Wish(source, dryRun, remap ? "full" : mode, remap), caller);
        return "redirect:/console/runs/" + run.id();
    }

    /** The sync button: {@code remap} of everything that is stored, or {@code pull} and a source's id. */
    @PostMapping("/console/runs/sync")
    String sync(
            @RequestParam(defaultValue = "remap") String what,
            @RequestParam(defaultValue = "") String part,
            Principal caller,
            Model model) {
        Wish wish = what.startsWith(THEN_REMAP + " ")
                ? new Wish(what.substring(THEN_REMAP.length() + 1), false, "full", true)
                : new Wish(null, false, "remap", false);
        RunView run = runs.begin(wish, caller);
        if (part.isEmpty()) {
            return "redirect:/console/runs/" + run.id();
        }
        model.addAttribute("course", courses.of(run));
        model.addAttribute("whole", false);
        return "run-parts :: progress";
    }

    @PostMapping("/console/runs/{id}/approve")
    String approve(@PathVariable String id, Principal caller, RedirectAttributes next) {
        runs.approve(id, caller);
        next.addFlashAttribute("done", "Approved. The run carries its plan out.");
        return "redirect:/console/runs/" + id;
    }

    @PostMapping("/console/runs/{id}/cancel")
    String cancel(@PathVariable String id, Principal caller, RedirectAttributes next) {
        runs.cancel(id, caller);
        next.addFlashAttribute("done", "The run ends. What it had carried out until now stays.");
        return "redirect:/console/runs/" + id;
    }
}
