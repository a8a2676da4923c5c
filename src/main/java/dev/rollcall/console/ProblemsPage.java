package dev.rollcall.console;

import dev.rollcall.settings.Settings;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Users that could not become members and changes that could not be delivered, with what can be done about them. */
@Controller
final class ProblemsPage implements ConsolePage {
    private final Settings settings;
    private final RejectionsController rejections;
    private final DeliveriesController deliveries;
    private final ActionsController actions;
    private final MemberQuery members;
    private final RunCourses courses;
    private final DeliverySummaryController queue;

    ProblemsPage(
            Settings settings,
            RejectionsController rejections,
            DeliveriesController deliveries,
            ActionsController actions,
            MemberQuery members,
            RunCourses courses,
            DeliverySummaryController queue) {
        this.settings = settings;
        this.rejections = rejections;
        this.deliveries = deliveries;
        this.actions = actions;
        this.members = members;
        this.courses = courses;
        this.queue = queue;
    }

    @GetMapping("/console/problems")
    String rejections(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        RejectionsController.Rejections page = rejections.find(state, source, cursor, 50);
        model.addAttribute("stopped", courses.stopped());
        model.addAttribute("rejections", page.rejections());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("state", state);
        model.addAttribute("source", source);
        model.addAttribute(
                "gone", !source.isEmpty() && !settings.current().sources().containsKey(source));
        return "problems";
    }

    @GetMapping("/console/problems/deliveries")
    String deliveries(
            @RequestParam(defaultValue = "dead") String state,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        DeliveriesController.Deliveries page = deliveries.find(state, cursor, 50);
        model.addAttribute("deliveries", page.deliveries());
        model.addAttribute(
                "names",
                members.names(page.deliveries().stream()
                        .map(DeliveriesController.Delivery::memberId)
                        .toList()));
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("state", state);
        model.addAttribute("target", settings.current().delivery().route());
        model.addAttribute("warnings", queue.summary().warnings());
        return "deliveries";
    }

    @PostMapping("/console/problems/rejections")
    String act(
            @RequestParam(required = false) @Nullable List<String> id,
            @RequestParam String action,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String source,
            Principal caller,
            RedirectAttributes next) {
        if (action.equals("discard-all")) {
            next.addFlashAttribute("done", actions.dismissAll(source, caller).detail());
            return "redirect:/console/problems";
        }
        boolean replay = action.equals("replay");
        next.addFlashAttribute(
                "done", summary(id, one -> replay ? actions.replay(one, caller) : actions.dismiss(one, caller)));
        next.addAttribute("state", state);
        next.addAttribute("source", source);
        return "redirect:/console/problems";
    }

    @PostMapping("/console/problems/deliveries")
    String deliver(
            @RequestParam(required = false) @Nullable List<String> id,
            @RequestParam String action,
            @RequestParam(defaultValue = "dead") String state,
            Principal caller,
            RedirectAttributes next) {
        boolean retry = action.equals("retry");
        next.addFlashAttribute(
                "done", summary(id, one -> retry ? actions.retry(one, caller) : actions.discard(one, caller)));
        next.addAttribute("state", state);
        return "redirect:/console/problems/deliveries";
    }

    private interface Action {
        ActionsController.Done on(String id);
    }

    /** What came of each, counted by outcome. */
    private static String summary(@Nullable List<String> ids, Action action) {
        if (ids == null || ids.isEmpty()) {
            return "Nothing was ticked.";
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        String detail = "";
        for (String id : ids.subList(0, Math.min(ids.size(), 50))) {
            try {
                ActionsController.Done done = action.on(id);
                outcomes.merge(done.result(), 1, Integer::sum);
                detail = done.detail();
            } catch (ApiRefusal e) {
                outcomes.merge("not possible", 1, Integer::sum);
                detail = String.valueOf(e.getMessage());
            }
        }
        StringBuilder text = new StringBuilder();
        outcomes.forEach((outcome, number) -> text.append(text.isEmpty() ? "" : ", ")
                .append(number)
                .append(' ')
                .append(outcome));
        return text + ". " + (outcomes.size() == 1 ? detail : "");
    }
}
