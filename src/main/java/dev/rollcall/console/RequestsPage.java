package dev.rollcall.console;

import dev.rollcall.requests.RecentRequests;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What identity providers really sent, and what they were answered. */
@Controller
final class RequestsPage implements ConsolePage {
    private final Settings settings;
    private final RecentRequests requests;

    RequestsPage(Settings settings, RecentRequests requests) {
        this.settings = settings;
        this.requests = requests;
    }

    @GetMapping("/console/requests")
    String show(
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "false") boolean failed,
            Model model) {
        List<String> ids = settings.current().sources().entrySet().stream()
                .filter(one -> one.getValue().kind().equals("scim"))
                .map(Map.Entry::getKey)
                .toList();
        String shown = !source.isEmpty()
                ? source
                : ids.stream()
                        .filter(id -> requests.newest(id) != null)
                        .findFirst()
                        .orElse(ids.isEmpty() ? RecentRequests.NOBODY : ids.get(0));
        model.addAttribute("ids", ids);
        model.addAttribute("source", shown);
        model.addAttribute("failed", failed);
        model.addAttribute("requests", requests.of(shown, failed, RecentRequests.KEPT));
        return "requests";
    }
}
