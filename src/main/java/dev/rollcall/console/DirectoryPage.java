package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.DirectoryForm.Part;
import dev.rollcall.console.forecast.Forecasts;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsRefused;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The connection of a source that Rollcall reads: its settings, new sources, the test, and letting its members go. */
@Controller
final class DirectoryPage implements ConsolePage {
    private static final List<String> KINDS = List.of("ldap", "google", "route");

    private final Settings settings;
    private final Forecasts forecasts;
    private final DirectoryModel directory;
    private final SourceTestController tests;
    private final UserPreview previews;
    private final ReleaseController releases;
    private final Meanwhile meanwhile;

    DirectoryPage(
            Settings settings,
            Forecasts forecasts,
            DirectoryModel directory,
            SourceTestController tests,
            UserPreview previews,
            ReleaseController releases,
            Meanwhile meanwhile) {
        this.settings = settings;
        this.forecasts = forecasts;
        this.directory = directory;
        this.tests = tests;
        this.previews = previews;
        this.releases = releases;
        this.meanwhile = meanwhile;
    }

    @GetMapping("/console/new-source")
    String blank(@RequestParam(defaultValue = "ldap") String kind, Model model) {
        return form("", kind, DirectoryModel.empty(known(kind)), model);
    }

    private static String known(String kind) {
        if (!KINDS.contains(kind)) {
            throw ApiRefusal.badRequest("A source that Rollcall reads is of kind ldap, google or route.");
        }
        return kind;
    }

    private static String form(String id, String kind, List<Part> parts, Model model) {
        model.addAttribute("newId", id);
        model.addAttribute("kind", kind);
        model.addAttribute("parts", parts);
        return "new-source";
    }

    /** Makes a source; it is read for the first time when somebody says so, or its schedule does. */
    @PostMapping("/console/new-source")
    String make(
            @RequestParam String kind,
            @RequestParam String id,
            @RequestParam Map<String, String> form,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        List<Part> empty = DirectoryModel.empty(known(kind));
        List<Part> wanted = DirectoryForm.parts(empty, form);
        String name = id.strip();
        if (settings.current().sources().containsKey(name)) {
            model.addAttribute("problems", List.of("There is a source with this id already. Choose another id."));
            return form(name, kind, wanted, model);
        }
        try {
            settings.patch(DirectoryForm.making(name, kind, empty, wanted), caller.getName());
        } catch (SettingsRefused e) {
            model.addAttribute("problems", e.problems());
            return form(name, kind, wanted, model);
        }
        next.addFlashAttribute("done", "The source is there. Test its connection, then look at a dry run.");
        return "redirect:/console/sources/" + name;
    }

    @PostMapping("/console/sources/{id}/directory")
    String save(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        List<Part> known = directory.parts(id);
        List<Part> wanted = DirectoryForm.parts(known, form);
        ObjectNode patch = DirectoryForm.patch(id, known, wanted);
        List<String> between = meanwhile.problems(
                form,
                difference -> !Meanwhile.source(difference, id)
                        .without(List.of("attributes"))
                        .isEmpty());
        if (!between.isEmpty()) {
            model.addAttribute("problems", between);
            return directory.fill(id, wanted, model);
        }
        try {
            if (!patch.isEmpty()) {
                settings.patch(patch, caller.getName());
            }
        } catch (SettingsRefused e) {
            model.addAttribute("problems", e.problems());
            return directory.fill(id, wanted, model);
        }
        next.addFlashAttribute(
                "done", patch.isEmpty() ? "Nothing was changed." : SettingsPage.saved(settings.version()));
        return "redirect:/console/sources/" + id;
    }

    /** What the settings in the form would do to the users that are stored. */
    @PostMapping("/console/sources/{id}/directory/forecast")
    String forecast(@PathVariable String id, @RequestParam Map<String, String> form, Model model) {
        List<Part> known = directory.parts(id);
        model.addAttribute("forecast", forecasts.of(DirectoryForm.patch(id, known, DirectoryForm.parts(known, form))));
        return SettingsPage.forecast(form);
    }

    /** Tries the connection as it is saved, and shows what one user would become. */
    @PostMapping("/console/sources/{id}/test")
    String test(@PathVariable String id, @RequestParam Map<String, String> form, Principal caller, Model model) {
        SourceTestController.Tested tested = tests.test(id, caller);
        model.addAttribute("tested", tested);
        model.addAttribute(
                "preview", tested.user() == null ? null : previews.read(settings.current(), id, tested.user()));
        model.addAttribute("sourceId", id);
        return SettingsPage.part(form) ? "directory-parts :: tested" : "tested";
    }

    @PostMapping("/console/sources/{id}/release")
    String release(@PathVariable String id, Principal caller, RedirectAttributes next) {
        long members = releases.release(id, caller).members();
        next.addFlashAttribute(
                "done",
                new Words().count(members, "member belongs", "members belong")
                        + " to nobody now. Another source can adopt them.");
        return "redirect:/console/sources/" + id;
    }
}
