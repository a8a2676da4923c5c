package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.SettingsRefused;
import java.security.Principal;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Lists the sources and makes new ones. */
@Controller
final class SourcesPage implements ConsolePage {
    private final Settings settings;
    private final SourcesController sources;

    SourcesPage(Settings settings, SourcesController sources) {
        this.settings = settings;
        this.sources = sources;
    }

    @GetMapping("/console/sources")
    String list(Model model) {
        model.addAttribute("sources", sources.brief(settings.current()));
        return "sources";
    }

    @PostMapping("/console/sources")
    String add(@RequestParam String id, Principal caller, Model model, RedirectAttributes next) {
        String name = id.strip();
        if (settings.current().sources().containsKey(name)) {
            return again(name, List.of("There is a source with this id already. Choose another id."), model);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("sources").putObject(name).put("kind", "scim");
        try {
            settings.patch(patch, caller.getName());
        } catch (SettingsRefused e) {
            return again(name, e.problems(), model);
        }
        next.addFlashAttribute("done", "The source is there. Make its first connector key.");
        return "redirect:/console/sources/" + name;
    }

    /** The form with what was typed. */
    private String again(String id, List<String> problems, Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("newId", id);
        return list(model);
    }

    /** Whether a source takes over members that nobody owns. */
    @PostMapping("/console/sources/{id}/adopt")
    String adopt(@PathVariable String id, @RequestParam String adopt, Principal caller, RedirectAttributes next) {
        KnownSource.of(settings, id);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("sources").putObject(id).put("adopt", adopt);
        settings.patch(patch, caller.getName());
        next.addFlashAttribute("done", "Saved.");
        return "redirect:/console/sources/" + id;
    }
}
