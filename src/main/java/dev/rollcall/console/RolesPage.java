package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.forecast.Forecasts;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsRefused;
import java.security.Principal;
import java.util.List;
import java.util.Map;
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

    RolesPage(Settings settings, Forecasts forecasts) {
        this.settings = settings;
        this.forecasts = forecasts;
    }

    @GetMapping("/console/roles")
    String show(Model model) {
        return form(settings.current(), model);
    }

    private String form(RollcallSettings shown, Model model) {
        RollcallSettings.Roles roles = shown.roles();
        model.addAttribute("roles", roles);
        model.addAttribute("rows", RolesForm.rows(roles));
        model.addAttribute("sourceRules", RolesForm.sourceRules(shown));
        model.addAttribute(
                "names",
                roles.catalogue().stream().map(RollcallSettings.Role::name).toList());
        return "roles";
    }

    @PostMapping("/console/roles")
    String save(
            @RequestParam Map<String, String> form,
            @RequestParam(defaultValue = "") String confirm,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        ObjectNode patch = RolesForm.patch(settings.current(), form);
        try {
            RollcallSettings then = settings.after(patch);
            if (RolesForm.opensAdministrators(settings.current(), then)
                    && !confirm.strip().equals("Administrator")) {
                model.addAttribute(
                        "problems",
                        List.of("Users whose role does not exist would become administrators, who can do everything in "
                                + then.applicationName()
                                + ". If you want that, type the word Administrator into the field below and save"
                                + " again."));
                model.addAttribute("confirm", true);
                return form(then, model);
            }
            settings.patch(patch, caller.getName());
        } catch (SettingsRefused e) {
            model.addAttribute("problems", e.problems());
            return form(settings.current(), model);
        }
        next.addFlashAttribute("done", SettingsPage.saved(settings.version()));
        return "redirect:/console/roles";
    }

    @PostMapping("/console/roles/forecast")
    String forecast(@RequestParam Map<String, String> form, Model model) {
        model.addAttribute("forecast", forecasts.of(RolesForm.patch(settings.current(), form)));
        return SettingsPage.forecast(form);
    }
}
