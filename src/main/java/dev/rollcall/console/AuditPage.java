package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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

    /**
     * An entry in words.
     *
     * @param href the page of the subject
     * @param brief its details where they fit into a line; else empty
     */
    record Line(
            Instant at,
            String actor,
            String did,
            String subject,
            @Nullable String href,
            String brief,
            JsonNode detail) {
        static Line of(AuditController.Entry entry) {
            return new Line(
                    entry.at(),
                    entry.actor(),
                    AuditWords.action(entry.action()),
                    entry.subject(),
                    AuditWords.href(entry.action(), entry.subject()),
                    AuditWords.brief(entry.detail()),
                    entry.detail());
        }
    }

    @GetMapping("/console/audit")
    String show(@RequestParam(required = false) @Nullable String cursor, Model model) {
        AuditController.Entries entries = audit.find(cursor, 50);
        model.addAttribute("lines", entries.audit().stream().map(Line::of).toList());
        model.addAttribute("next", entries.nextCursor());
        return "audit";
    }
}
