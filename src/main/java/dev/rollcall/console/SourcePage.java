package dev.rollcall.console;

import dev.rollcall.requests.RecentRequests;
import dev.rollcall.security.NewToken;
import dev.rollcall.security.SourceTokens;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How an identity provider reaches a source: its base URL and its connector keys; or how Rollcall reads it. */
@Controller
final class SourcePage implements ConsolePage {
    private final Settings settings;
    private final SourcesController sources;
    private final SourceTokens tokens;
    private final RecentRequests requests;
    private final OverviewCounts counts;
    private final DirectoryModel directory;

    SourcePage(
            Settings settings,
            SourcesController sources,
            SourceTokens tokens,
            RecentRequests requests,
            OverviewCounts counts,
            DirectoryModel directory) {
        this.settings = settings;
        this.sources = sources;
        this.tokens = tokens;
        this.requests = requests;
        this.counts = counts;
        this.directory = directory;
    }

    /** A connector key in words. */
    record Key(
            String id,
            String prefix,
            Instant created,
            String createdBy,
            @Nullable Instant lastUsed,
            String state) {}

    @GetMapping("/console/sources/{id}")
    String show(@PathVariable String id, @ModelAttribute("me") PageModel.Me me, Model model) {
        Source source = KnownSource.of(settings, id);
        if (source.pull() != null) {
            return directory.fill(id, directory.parts(id), model);
        }
        SourcesController.SourceView view = sources.brief(id);
        OverviewCounts.Numbers numbers = counts.numbers();
        model.addAttribute("source", view);
        model.addAttribute("users", numbers == null ? null : numbers.users().getOrDefault(id, 0L));
        model.addAttribute("keys", me.canChange() ? keys(id) : List.of());
        model.addAttribute("tokenInSettings", !source.token().isEmpty());
        model.addAttribute("failed", requests.failed(id));
        model.addAttribute("newest", requests.newest(id));
        model.addAttribute("unknown", source.unknownRole(settings.current().roles()));
        return "source";
    }

    private List<Key> keys(String id) {
        Instant now = Instant.now();
        return tokens.list(id).stream()
                .map(token -> new Key(
                        token.id().toString(),
                        token.prefix(),
                        token.created(),
                        token.createdBy(),
                        token.lastUsed(),
                        token.isLive(now) ? "live" : token.revoked() != null ? "revoked" : "expired"))
                .toList();
    }

    /** Makes a key; the next page shows it, and none after that: reloading makes no other. */
    @PostMapping("/console/sources/{id}/keys")
    String make(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int days,
            Principal caller,
            RedirectAttributes next) {
        KnownSource.of(settings, id);
        NewToken made = tokens.make(
                id, days <= 0 ? null : Instant.now().plus(Duration.ofDays(Math.min(days, 3650))), caller.getName());
        next.addFlashAttribute("made", made.token());
        return "redirect:/console/sources/" + id;
    }

    @PostMapping("/console/sources/{id}/keys/{key}/revoke")
    String revoke(@PathVariable String id, @PathVariable String key, Principal caller, RedirectAttributes next) {
        KnownSource.of(settings, id);
        boolean revoked = Page.id(key)
                .map(token -> tokens.revoke(id, token, caller.getName()))
                .orElse(false);
        next.addFlashAttribute("done", revoked ? "The key is revoked. It stops within 5 seconds." : "It was revoked.");
        return "redirect:/console/sources/" + id;
    }
}
