package dev.rollcall.console;

import dev.rollcall.security.ConsoleAccounts;
import dev.rollcall.security.ConsoleUserRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in, and the own password. */
@ConsolePage
final class AccountPage {
    private final ConsoleAccounts accounts;

    AccountPage(ConsoleAccounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/login")
    String login() {
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
            Principal caller,
            HttpServletRequest request,
            Model model) {
        try {
            if (!next.equals(again)) {
                throw ApiRefusal.badRequest("The new password was not typed in the same way twice.");
            }
            accounts.changeOwnPassword(caller.getName(), old, next);
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
