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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** SCIM Attributes: which attribute fills which member field, with a preview beside it. */
@Controller
final class AttributesPage implements ConsolePage {
    private final Settings settings;
    private final Forecasts forecasts;
    private final UserPreview previews;
    private final SourcesController sources;
    private final Meanwhile meanwhile;

    AttributesPage(
            Settings settings,
            Forecasts forecasts,
            UserPreview previews,
            SourcesController sources,
            Meanwhile meanwhile) {
        this.settings = settings;
        this.forecasts = forecasts;
        this.previews = previews;
        this.sources = sources;
        this.meanwhile = meanwhile;
    }

    @GetMapping("/console/sources/{id}/attributes")
    String show(@PathVariable String id, Model model) {
        KnownSource.of(settings, id);
        return form(id, AttributeForm.rows(settings.current(), id), model);
    }

    private String form(String id, List<AttributeForm.Row> rows, Model model) {
        model.addAttribute("source", sources.brief(id));
        model.addAttribute("rows", rows);
        model.addAttribute("example", example(KnownSource.of(settings, id).kind()));
        return "attributes";
    }

    /** What a pasted user of that kind looks like. */
    private static String example(String kind) {
        return switch (kind) {
            case "ldap" -> "dn: CN=Ada Brod,OU=People,DC=example,DC=com\nmail: ada@fabrikam.example\nsn: Brod";
            case "google" -> "{ \"primaryEmail\": \"ada@fabrikam.example\", \"name\": { … } }";
            case "route" -> "{ \"id\": \"17\", \"email\": \"ada@fabrikam.example\", \"last_name\": \"Brod\" }";
            default -> "{ \"userName\": \"ada@fabrikam.example\", \"name\": { … } }";
        };
    }

    @PostMapping("/console/sources/{id}/attributes")
    String save(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        List<AttributeForm.Row> known = known(id);
        List<AttributeForm.Row> wanted = AttributeForm.rows(known, form);
        ObjectNode patch = AttributeForm.patch(id, known, wanted);
        List<String> between = meanwhile.problems(
                form, difference -> Meanwhile.source(difference, id).has("attributes"));
        if (!between.isEmpty()) {
            model.addAttribute("problems", between);
            return form(id, wanted, model);
        }
        try {
            if (!patch.isEmpty()) {
                settings.patch(patch, caller.getName());
            }
        } catch (SettingsRefused e) {
            model.addAttribute("problems", e.problems());
            return form(id, wanted, model);
        }
        next.addFlashAttribute(
                "done", patch.isEmpty() ? "Nothing was changed." : SettingsPage.saved(settings.version()));
        return "redirect:/console/sources/" + id + "/attributes";
    }

    /** What the mapping in the form would do to the users that are stored. */
    @PostMapping("/console/sources/{id}/attributes/forecast")
    String forecast(@PathVariable String id, @RequestParam Map<String, String> form, Model model) {
        model.addAttribute("forecast", forecasts.of(patch(id, form)));
        return SettingsPage.forecast(form);
    }

    /** What one user becomes with the mapping in the form, saved or not. */
    @PostMapping("/console/sources/{id}/preview")
    String preview(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            @RequestParam(defaultValue = "") String document,
            @RequestParam(defaultValue = "") String search,
            Model model) {
        ObjectNode patch = patch(id, form);
        RollcallSettings then = patch.isEmpty() ? settings.current() : settings.after(patch);
        model.addAttribute("preview", previews.of(then, id, document, search));
        return SettingsPage.part(form) ? "parts :: preview" : "preview";
    }

    private ObjectNode patch(String id, Map<String, String> form) {
        List<AttributeForm.Row> known = known(id);
        return AttributeForm.patch(id, known, AttributeForm.rows(known, form));
    }

    private List<AttributeForm.Row> known(String id) {
        KnownSource.of(settings, id);
        return AttributeForm.rows(settings.current(), id);
    }
}
