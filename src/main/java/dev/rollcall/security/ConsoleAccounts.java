package dev.rollcall.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What admins do about the users of the console, and everybody about the own password. */
@Component
public final class ConsoleAccounts {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final int SHORTEST = 12;
    /** bcrypt reads no more. */
    private static final int LONGEST_BYTES = 72;

    private final ConsoleUsers users;
    private final PasswordLogin login;
    private final Settings settings;
    private final Audit audit;
    private final TransactionTemplate transaction;

    ConsoleAccounts(
            ConsoleUsers users,
            PasswordLogin login,
            Settings settings,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.users = users;
        this.login = login;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A user of the console as other people may see it.
     *
     * @param role viewer, operator or admin
     * @param fromSettings whether its password stands in settings, which give it back at every start
     */
    public record Account(String username, String role, Instant created, boolean fromSettings) {}

    /** A user whose password was made here: this is the only time that it is shown. */
    public record NewPassword(String username, String password) {}

    /** All users, by name. */
    public List<Account> list() {
        return users.list().stream()
                .map(row -> new Account(row.username(), row.role(), row.created(), isFromSettings(row.username())))
                .toList();
    }

    /** Adds a user with a password that is made here. */
    public NewPassword add(String name, String role, String actor) {
        String username = name.strip().toLowerCase(Locale.ROOT);
        if (!username.matches("[a-z0-9][a-z0-9._@+-]{0,99}")) {
            throw ConsoleUserRefused.invalid(
                    "A user name has 1 to 100 of a-z, 0-9 and . _ @ + -, and begins with a letter or a digit.");
        }
        known(role);
        String password = TokenText.letters(20);
        transaction.executeWithoutResult(status -> {
            if (!users.add(username, password, role)) {
                throw ConsoleUserRefused.conflict("There is a user '" + username + "' already. Choose another name.");
            }
            noted(actor, "user.make", username, role);
        });
        return new NewPassword(username, password);
    }

    /** Gives a user another role. */
    public void changeRole(String username, String role, String actor) {
        known(role);
        transaction.executeWithoutResult(status -> {
            if (!role.equals("admin")) {
                keepAnAdmin(username);
            }
            if (!users.changeRole(username, role)) {
                throw ConsoleUserRefused.unknown();
            }
            noted(actor, "user.role", username, role);
        });
    }

    /** Gives a user a password that is made here; the user's sessions end. */
    public NewPassword resetPassword(String username, String actor) {
        refuseIfFromSettings(username);
        String password = TokenText.letters(20);
        transaction.executeWithoutResult(status -> {
            if (!users.changePassword(username, password)) {
                throw ConsoleUserRefused.unknown();
            }
            noted(actor, "user.password", username, null);
        });
        return new NewPassword(username.toLowerCase(Locale.ROOT), password);
    }

    /** Removes a user; its sessions end. */
    public void remove(String username, String actor) {
        refuseIfFromSettings(username);
        if (username.equalsIgnoreCase(actor)) {
            throw ConsoleUserRefused.conflict("You cannot remove yourself. Another admin can.");
        }
        transaction.executeWithoutResult(status -> {
            keepAnAdmin(username);
            if (!users.remove(username)) {
                throw ConsoleUserRefused.unknown();
            }
            noted(actor, "user.remove", username, null);
        });
    }

    /** Changes the own password; all sessions of the user end. Guesses at the present one are slowed as those of the login. */
    public void changeOwnPassword(Authentication caller, String old, String next) {
        String username = caller.getName();
        refuseIfFromSettings(username);
        checkPresent(caller, old);
        if (next.length() < SHORTEST || next.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw ConsoleUserRefused.invalid("A password has 12 characters or more, and at most 72 bytes.");
        }
        if (next.equals(old) || next.equalsIgnoreCase(username)) {
            throw ConsoleUserRefused.invalid("Choose a password that is neither the present one nor the user name.");
        }
        transaction.executeWithoutResult(status -> {
            if (!users.changePassword(username, next)) {
                throw ConsoleUserRefused.unknown();
            }
            noted(username, "user.password", username, null);
        });
    }

    private void checkPresent(Authentication caller, String password) {
        var asked = UsernamePasswordAuthenticationToken.unauthenticated(caller.getName(), password);
        asked.setDetails(caller.getDetails());
        try {
            login.authenticate(asked);
        } catch (TooManyGuesses e) {
            throw ConsoleUserRefused.conflict("Too many wrong passwords. Try again in " + e.seconds() + " s.");
        } catch (AuthenticationException e) {
            throw ConsoleUserRefused.conflict("The present password is another one.");
        }
    }

    private void keepAnAdmin(String username) {
        List<String> admins = users.lockAdmins();
        if (admins.size() == 1 && admins.get(0).equalsIgnoreCase(username)) {
            throw ConsoleUserRefused.conflict("This is the last admin. Make another one first.");
        }
    }

    private boolean isFromSettings(String username) {
        RollcallSettings.Admin admin = settings.current().admin();
        return !admin.password().isEmpty() && admin.username().equalsIgnoreCase(username);
    }

    private void refuseIfFromSettings(String username) {
        if (isFromSettings(username)) {
            throw ConsoleUserRefused.conflict("The password of '" + username
                    + "' is rollcall.admin.password, which is set at every start. Change it there.");
        }
    }

    private static void known(String role) {
        if (!ROLES.contains(role)) {
            throw ConsoleUserRefused.invalid("A role is one of viewer, operator and admin.");
        }
    }

    private void noted(String actor, String action, String subject, @Nullable String role) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        if (role != null) {
            detail.put("role", role);
        }
        audit.record(actor, action, subject, detail);
    }
}
