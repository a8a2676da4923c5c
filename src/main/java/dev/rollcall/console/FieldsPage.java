package dev.rollcall.console;

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

/** Custom fields of members: type, mandatory or not, default, options. */
@Controller
final class FieldsPage implements ConsolePage {
    private final Settings settings;
    private final Forecasts forecasts;
    private final Meanwhile meanwhile;

    FieldsPage(Settings settings, Forecasts forecasts, Meanwhile meanwhile) {
        this.settings = settings;
        this.forecasts = forecasts;
        this.meanwhile = meanwhile;
    }

    @GetMapping("/console/fields")
    String show(Model model) {
        List<FieldsForm.Row> rows = FieldsForm.rows(settings.current());
        boolean tooMany = rows.size() > RolesForm.MOST_ROWS;
        model.addAttribute("tooMany", tooMany ? rows.size() : null);
        return form(tooMany ? List.of() : rows, model);
    }

    private static String form(List<FieldsForm.Row> rows, Model model) {
        model.addAttribute("rows", rows);
        model.addAttribute("types", RollcallSettings.CustomField.TYPES);
        return "fields";
    }

    @PostMapping("/console/fields")
    String save(@RequestParam Map<String, String> form, Principal caller, Model model, RedirectAttributes next) {
        List<FieldsForm.Row> rows = FieldsForm.rows(form);
        List<String> between = meanwhile.problems(form, difference -> difference.has("custom-fields"));
        if (!between.isEmpty()) {
            model.addAttribute("problems", between);
            return form(rows, model);
        }
        try {
            settings.patch(FieldsForm.patch(rows), caller.getName());
        } catch (SettingsRefused e) {
            model.addAttribute("problems", e.problems());
            return form(rows, model);
        }
        next.addFlashAttribute("done", SettingsPage.saved(settings.version()));
        return "redirect:/console/fields";
    }

    @PostMapping("/console/fields/forecast")
    String forecast(@RequestParam Map<String, String> form, Model model) {
        model.addAttribute("forecast", forecasts.of(FieldsForm.patch(FieldsForm.rows(form))));
        return SettingsPage.forecast(form);
    }
}
