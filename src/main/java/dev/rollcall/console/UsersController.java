package dev.rollcall.console;

import dev.rollcall.security.ConsoleAccounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The users of console and admin API, for admins. */
@RestController
final class UsersController {
    private final ConsoleAccounts accounts;

    UsersController(ConsoleAccounts accounts) {
        this.accounts = accounts;
    }

    record Users(List<ConsoleAccounts.Account> users) {}

    /** What a new user is asked for; the role is viewer, operator or admin. */
    @Schema(name = "NewUser")
    record Wish(@Nullable String username, @Nullable String role) {}

    /** What can be changed of a user. */
    @Schema(name = "UserChange")
    record Change(@Nullable String role) {}

    @GetMapping("/api/users")
    Users list() {
        return new Users(accounts.list());
    }

    /** Makes a user; this answer is the only place where its password is ever shown. */
    @PostMapping("/api/users")
    @ResponseStatus(HttpStatus.CREATED)
    ConsoleAccounts.NewPassword add(@RequestBody Wish wish, Principal caller) {
        return accounts.add(text(wish.username()), text(wish.role()), caller.getName());
    }

    /** Gives a user another role. */
    @PatchMapping("/api/users/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@PathVariable String username, @RequestBody Change change, Principal caller) {
        accounts.changeRole(username, text(change.role()), caller.getName());
    }

    /** Gives a user a new password, shown this once. */
    @PostMapping("/api/users/{username}/password")
    ConsoleAccounts.NewPassword reset(@PathVariable String username, Principal caller) {
        return accounts.resetPassword(username, caller.getName());
    }

    @DeleteMapping("/api/users/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String username, Principal caller) {
        accounts.remove(username, caller.getName());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
