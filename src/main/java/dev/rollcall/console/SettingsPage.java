package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.console.forecast.Forecasts;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsRefused;
import dev.rollcall.settings.SettingsVersions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The settings as a whole: what is in force, who changed what, the way back, and every key that has no form of its own. */
@Controller
final class SettingsPage implements ConsolePage {
    private final Settings settings;
    private final SettingsVersionsController versions;
    private final SettingsVersions history;
    private final Forecasts forecasts;

    SettingsPage(
            Settings settings, SettingsVersionsController versions, SettingsVersions history, Forecasts forecasts) {
        this.settings = settings;
        this.versions = versions;
        this.history = history;
        this.forecasts = forecasts;
    }

    /** What is said after saving. */
    static String saved(long version) {
        return "Saved as version " + version
                + ". It is in force on every replica within 5 seconds. Stored members take it"
                + " up with their next change or sync.";
    }

    /** The part of the page where a script asked for one, or a whole page. */
    static String forecast(Map<String, String> form) {
        return part(form) ? "parts :: forecast" : "forecast";
    }

    /** Whether a script asked, which says so with a field of the form. */
    static boolean part(Map<String, String> form) {
        return form.containsKey("part");
    }

    @GetMapping("/console/settings")
    String show(@RequestParam(required = false) @Nullable Long before, Model model) {
        SettingsVersionsController.Versions page = versions.list(before, 20);
        model.addAttribute("version", settings.version());
        model.addAttribute("yaml", settings.export());
        model.addAttribute("versions", page.versions());
        model.addAttribute("older", page.nextCursor());
        return "settings";
    }

    @GetMapping("/console/settings/export")
    ResponseEntity<String> export() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/yaml"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"application.yaml\"")
                .body(settings.export());
    }

    @PostMapping("/console/settings")
    String change(@RequestParam String patch, Principal caller, Model model, RedirectAttributes next)
            throws IOException {
        try {
            settings.patch(parsed(patch), caller.getName());
        } catch (SettingsRefused e) {
            return again(patch, e.problems(), model);
        } catch (ApiRefusal e) {
            return again(patch, e.problems(), model);
        }
        next.addFlashAttribute("done", saved(settings.version()));
        return "redirect:/console/settings";
    }

    /** The page with what was typed. */
    private String again(String patch, List<String> problems, Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("patch", patch);
        return show(null, model);
    }

    @PostMapping("/console/settings/forecast")
    String forecast(@RequestParam Map<String, String> form, Model model) throws IOException {
        model.addAttribute("forecast", forecasts.of(parsed(form.getOrDefault("patch", ""))));
        return forecast(form);
    }

    /** What taking a version's change back would do; {@code way} is undo or restore. */
    @PostMapping("/console/settings/versions/{version}/{way}/forecast")
    String forecastBack(
            @PathVariable long version, @PathVariable String way, @RequestParam Map<String, String> form, Model model) {
        ObjectNode patch = (way.equals("undo") ? history.undoing(version) : history.backTo(version))
                .orElseThrow(SettingsVersionsController::unknown);
        model.addAttribute("forecast", forecasts.of(patch));
        return forecast(form);
    }

    @PostMapping("/console/settings/versions/{version}/undo")
    String undo(@PathVariable long version, Principal caller, RedirectAttributes next) {
        versions.undo(version, caller);
        next.addFlashAttribute(
                "done", "The change of version " + version + " is taken back. " + saved(settings.version()));
        return "redirect:/console/settings";
    }

    @PostMapping("/console/settings/versions/{version}/restore")
    String restore(@PathVariable long version, Principal caller, RedirectAttributes next) {
        versions.restore(version, caller);
        next.addFlashAttribute(
                "done", "The settings are those of version " + version + ". " + saved(settings.version()));
        return "redirect:/console/settings";
    }

    private static ObjectNode parsed(String patch) throws IOException {
        return patch.isBlank()
                ? JsonNodeFactory.instance.objectNode()
                : SettingsPatch.of(new ByteArrayInputStream(patch.getBytes(StandardCharsets.UTF_8)));
    }
}
