package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.forecast.Forecasts;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsRefused;
import java.security.Principal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Import Users to Custom Roles: which roles there are, and what happens to users whose role is none of them. */
@Controller
final class RolesPage implements ConsolePage {
    private final Settings settings;
    private final Forecasts forecasts;
    private final Meanwhile meanwhile;

    RolesPage(Settings settings, Forecasts forecasts, Meanwhile meanwhile) {
        this.settings = settings;
        this.forecasts = forecasts;
        this.meanwhile = meanwhile;
    }

    @GetMapping("/console/roles")
    String show(Model model) {
        RollcallSettings current = settings.current();
        RollcallSettings.Roles roles = current.roles();
        boolean tooMany = roles.catalogue().size() > RolesForm.MOST_ROWS;
        model.addAttribute("tooMany", tooMany ? roles.catalogue().size() : null);
        model.addAttribute("roles", RolesForm.Shown.of(roles));
        model.addAttribute("rows", tooMany ? List.of() : RolesForm.rows(roles));
        model.addAttribute("sourceRules", RolesForm.sourceRules(current));
        model.addAttribute("names", names(List.of()));
        return "roles";
    }

    /** The form as it was sent, so that nothing that was typed is lost. */
    private String again(Map<String, String> form, List<String> problems, Model model) {
        show(model);
        model.addAttribute("problems", problems);
        model.addAttribute("roles", RolesForm.Shown.of(form));
        model.addAttribute("rows", RolesForm.rows(form));
        model.addAttribute("sourceRules", RolesForm.sourceRules(settings.current(), form));
        model.addAttribute("names", names(RolesForm.rows(form)));
        return "roles";
    }

    /** The roles that can be chosen: those in force, then those that were typed. */
    private Collection<String> names(List<RolesForm.Row> typed) {
        return Stream.concat(
                        settings.current().roles().catalogue().stream().map(RollcallSettings.Role::name),
                        typed.stream().map(RolesForm.Row::name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @PostMapping("/console/roles")
    String save(
            @RequestParam Map<String, String> form,
            @RequestParam(defaultValue = "") String confirm,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        ObjectNode patch = RolesForm.patch(settings.current(), form);
        List<String> between = meanwhile.problems(form, RolesPage::concerns);
        if (!between.isEmpty()) {
            return again(form, between, model);
        }
        try {
            RollcallSettings then = settings.after(patch);
            if (RolesForm.opensAdministrators(settings.current(), then)
                    && !confirm.strip().equals(RollcallSettings.Role.ADMINISTRATOR)) {
                model.addAttribute("confirm", true);
                return again(form, List.of(unconfirmed(then)), model);
            }
            settings.patch(patch, caller.getName());
        } catch (SettingsRefused e) {
            return again(form, e.problems(), model);
        }
        next.addFlashAttribute("done", SettingsPage.saved(settings.version()));
        return "redirect:/console/roles";
    }

    private static String unconfirmed(RollcallSettings then) {
        return "Users whose role does not exist would become administrators, who can do everything in "
                + then.applicationName()
                + ". If you want that, type the word Administrator into the field below and save again.";
    }

    private static boolean concerns(ObjectNode difference) {
        return difference.has("roles")
                || difference
                        .path("sources")
                        .valueStream()
                        .anyMatch(one -> one.has("unknown-role") || one.has("missing-role"));
    }

    @PostMapping("/console/roles/forecast")
    String forecast(@RequestParam Map<String, String> form, Model model) {
        model.addAttribute("forecast", forecasts.of(RolesForm.patch(settings.current(), form)));
        return SettingsPage.forecast(form);
    }
}
