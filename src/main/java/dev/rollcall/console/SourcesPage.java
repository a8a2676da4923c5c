package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import java.security.Principal;
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
    String add(@RequestParam String id, Principal caller, RedirectAttributes next) {
        String name = id.strip();
        if (settings.current().sources().containsKey(name)) {
            throw ApiRefusal.badRequest("There is a source with this id already. Choose another id.");
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("sources").putObject(name).put("kind", "scim");
        settings.patch(patch, caller.getName());
        next.addFlashAttribute("done", "The source is there. Make its first connector key.");
        return "redirect:/console/sources/" + name;
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
