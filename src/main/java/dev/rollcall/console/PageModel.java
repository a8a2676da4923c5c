package dev.rollcall.console;

import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows: who is signed in, what that person may do, which sources there are. */
@ControllerAdvice(assignableTypes = ConsolePage.class)
final class PageModel {
    private final Settings settings;
    private final RoleHierarchy roles;

    PageModel(Settings settings, RoleHierarchy roles) {
        this.settings = settings;
        this.roles = roles;
    }

    /**
     * The person who looks.
     *
     * @param canAct whether as an operator or admin
     * @param canChange whether as an admin
     */
    record Me(String name, String role, boolean canAct, boolean canChange) {}

    @ModelAttribute("me")
    Me me(@Nullable Authentication caller) {
        if (caller == null) {
            return new Me("", "nobody", false, false);
        }
        boolean admin = has(caller, "ROLE_ADMIN");
        boolean operator = has(caller, "ROLE_OPERATOR");
        return new Me(caller.getName(), admin ? "admin" : operator ? "operator" : "viewer", operator, admin);
    }

    private boolean has(Authentication caller, String role) {
        return roles.getReachableGrantedAuthorities(caller.getAuthorities()).stream()
                .anyMatch(authority -> role.equals(authority.getAuthority()));
    }

    @ModelAttribute("assetSystem")
    String application() {
        return settings.current().applicationName();
    }

    @ModelAttribute("editable")
    boolean editable() {
        return settings.current().settings().editable();
    }

    /** Forms bring it back, so that {@link Meanwhile} can tell what came between. */
    @ModelAttribute("settingsVersion")
    long version() {
        return settings.version();
    }

    @ModelAttribute("navSources")
    Map<String, Source> sources() {
        return settings.current().sources();
    }
}
