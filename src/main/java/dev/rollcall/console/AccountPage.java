package dev.rollcall.console;

import dev.rollcall.security.ConsoleAccounts;
import dev.rollcall.security.ConsoleUserRefused;
import dev.rollcall.security.oidc.ProviderUser;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in, and the own password. */
@Controller
final class AccountPage implements ConsolePage {
    private final ConsoleAccounts accounts;
    private final Settings settings;

    AccountPage(ConsoleAccounts accounts, Settings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    /** Whether the person came by the OpenID provider, which has the password then. */
    @ModelAttribute("byProvider")
    boolean byProvider(@Nullable Authentication caller) {
        return caller != null && caller.getPrincipal() instanceof ProviderUser;
    }

    @GetMapping("/login")
    String login(Model model) {
        RollcallSettings.Oidc oidc = settings.current().console().oidc();
        model.addAttribute("provider", oidc.configured() ? oidc.name() : null);
        return "login";
    }

    @GetMapping("/console/account")
    String show() {
        return "account";
    }

    /** Changes the password and ends all sessions of the user, this one too. */
    @PostMapping("/console/account/password")
    String change(
            @RequestParam String old,
            @RequestParam String next,
            @RequestParam String again,
            @ModelAttribute("byProvider") boolean byProvider,
            Authentication caller,
            HttpServletRequest request,
            Model model) {
        try {
            if (byProvider) {
                throw ApiRefusal.badRequest("Rollcall has no password of yours. Change it where you signed in.");
            }
            if (!next.equals(again)) {
                throw ApiRefusal.badRequest("The new password was not typed in the same way twice.");
            }
            accounts.changeOwnPassword(caller, old, next);
        } catch (ConsoleUserRefused | ApiRefusal e) {
            model.addAttribute("problems", List.of(String.valueOf(e.getMessage())));
            return "account";
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return "redirect:/login?changed";
    }
}
