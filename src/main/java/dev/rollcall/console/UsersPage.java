package dev.rollcall.console;

import dev.rollcall.security.ConsoleAccounts;
import dev.rollcall.security.ConsoleUserRefused;
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

/** The users of the console, for admins. */
@Controller
final class UsersPage implements ConsolePage {
    private final ConsoleAccounts accounts;

    UsersPage(ConsoleAccounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/console/users")
    String list(Model model) {
        model.addAttribute("users", accounts.list());
        return "users";
    }

    /** Makes a user; the next page shows the password, and none after that. */
    @PostMapping("/console/users")
    String add(
            @RequestParam String username,
            @RequestParam String role,
            Principal caller,
            Model model,
            RedirectAttributes next) {
        try {
            next.addFlashAttribute("made", accounts.add(username, role, caller.getName()));
            return "redirect:/console/users";
        } catch (ConsoleUserRefused e) {
            model.addAttribute("problems", List.of(String.valueOf(e.getMessage())));
            model.addAttribute("typed", Map.of("username", username, "role", role));
            return list(model);
        }
    }

    @PostMapping("/console/users/{username}/role")
    String role(@PathVariable String username, @RequestParam String role, Principal caller, RedirectAttributes next) {
        accounts.changeRole(username, role, caller.getName());
        next.addFlashAttribute("done", "'" + username + "' is " + role + " now, and has to sign in again.");
        return "redirect:/console/users";
    }

    @PostMapping("/console/users/{username}/password")
    String reset(@PathVariable String username, Principal caller, RedirectAttributes next) {
        next.addFlashAttribute("made", accounts.resetPassword(username, caller.getName()));
        return "redirect:/console/users";
    }

    @PostMapping("/console/users/{username}/remove")
    String remove(@PathVariable String username, Principal caller, RedirectAttributes next) {
        accounts.remove(username, caller.getName());
        next.addFlashAttribute("done", "'" + username + "' is removed.");
        return "redirect:/console/users";
    }
}
