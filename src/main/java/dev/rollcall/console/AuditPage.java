package dev.rollcall.console;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who changed what. */
@Controller
final class AuditPage implements ConsolePage {
    private final AuditController audit;

    AuditPage(AuditController audit) {
        this.audit = audit;
    }

    @GetMapping("/console/audit")
    String show(@RequestParam(required = false) @Nullable String cursor, Model model) {
        AuditController.Entries entries = audit.find(cursor, 50);
        model.addAttribute("entries", entries.audit());
        model.addAttribute("next", entries.nextCursor());
        return "audit";
    }
}
