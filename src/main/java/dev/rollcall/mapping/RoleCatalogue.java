package dev.rollcall.mapping;

import dev.rollcall.settings.RollcallSettings.Role;
import dev.rollcall.settings.RollcallSettings.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The roles of the asset system by every name they go by. No role outside it is ever given. */
final class RoleCatalogue {
    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, Integer> rank = new HashMap<>();
    private final Set<String> protectedRoles = new HashSet<>();
    private final List<String> names = new ArrayList<>();

    /** @throws SettingsProblem where one name would mean two roles */
    RoleCatalogue(Roles settings) {
        for (Role role : settings.catalogue()) {
            String name = role.name();
            names.add(name);
            if (role.isProtected()) {
                protectedRoles.add(name);
            }
            enter(name, name);
        }
        for (Role role : settings.catalogue()) {
            role.aliases().forEach(alias -> enter(alias, role.name()));
        }
        for (String name : settings.precedence()) {
            String role = find(name);
            if (role != null) {
                rank.putIfAbsent(role, rank.size());
            }
        }
        names.forEach(name -> rank.putIfAbsent(name, rank.size()));
    }

    private void enter(String sent, String role) {
        String folded = ComparableText.fold(sent);
        String other = folded.isEmpty() ? null : byName.putIfAbsent(folded, role);
        if (other != null && !other.equals(role)) {
            throw new SettingsProblem(
                    "roles.catalogue",
                    "'" + sent + "' means both '" + other + "' and '" + role + "'. Give it to one of them.");
        }
    }

    /** The role of that name or alias; names that differ in case, blanks or compatible characters are the same. */
    @Nullable
    String find(String sent) {
        return byName.get(ComparableText.fold(sent));
    }

    /** The role of that name or alias, which a setting names. */
    String need(String key, String name) {
        String role = find(name);
        if (role == null) {
            throw new SettingsProblem(
                    key,
                    "role '" + name + "' is not in roles.catalogue. Add it there, or choose one of: "
                            + Quote.list(names) + ".");
        }
        return role;
    }

    /** The one that wins: by precedence, then in the catalogue's order. */
    String strongest(List<String> roles) {
        String best = roles.get(0);
        for (String role : roles) {
            if (rank.getOrDefault(role, Integer.MAX_VALUE) < rank.getOrDefault(best, Integer.MAX_VALUE)) {
                best = role;
            }
        }
        return best;
    }

    boolean isProtected(String role) {
        return protectedRoles.contains(role);
    }

    /** The roles' names in the catalogue's order. */
    List<String> names() {
        return names;
    }
}
