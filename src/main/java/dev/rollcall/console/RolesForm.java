package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.UnknownRole;
import dev.rollcall.settings.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The role settings as a form, and back as a patch. */
final class RolesForm {
    static final String ADMINISTRATOR = "administrator";
    /** More rows than anybody has roles; a form with more is none of ours. */
    private static final int MOST_ROWS = 300;

    private RolesForm() {}

    /** A role; {@code rank} is its place in the precedence, empty for none. */
    record Row(String name, String aliases, boolean isProtected, String rank) {}

    /** What a source says for itself; an empty policy follows the rule for all. */
    record SourceRule(String id, String policy, String role, String missing) {}

    static List<Row> rows(RollcallSettings.Roles roles) {
        List<Row> rows = new ArrayList<>();
        for (RollcallSettings.Role role : roles.catalogue()) {
            int rank = roles.precedence().indexOf(role.name());
            rows.add(new Row(
                    role.name(),
                    String.join(", ", role.aliases()),
                    role.isProtected(),
                    rank < 0 ? "" : Integer.toString(rank + 1)));
        }
        return rows;
    }

    static List<SourceRule> sourceRules(RollcallSettings settings) {
        return settings.sources().entrySet().stream()
                .map(source -> {
                    UnknownRole own = source.getValue().unknownRole();
                    return new SourceRule(
                            source.getKey(),
                            own == null ? "" : own.policy(),
                            own == null ? "" : text(own.role()),
                            text(source.getValue().missingRole()));
                })
                .toList();
    }

    /** The whole of the form as a merge patch. */
    static ObjectNode patch(RollcallSettings settings, Map<String, String> form) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode roles = patch.putObject("roles");
        roles.put("custom-roles", form.containsKey("customRoles"));
        roles.put("missing", text(form.get("missing")));
        ObjectNode unknown = roles.putObject("unknown");
        unknown.put("policy", text(form.get("policy")));
        if ("role".equals(form.get("policy"))) {
            unknown.put("role", text(form.get("role")));
        }
        roles.put("administrators-by-fallback-per-day", text(form.get("cap")));
        catalogue(roles, form);
        sources(patch, settings, form);
        return patch;
    }

    private static void catalogue(ObjectNode roles, Map<String, String> form) {
        ArrayNode catalogue = roles.putArray("catalogue");
        record Ranked(String name, int rank) {}
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < MOST_ROWS && form.containsKey("name" + i); i++) {
            String name = text(form.get("name" + i));
            if (name.isEmpty()) {
                continue;
            }
            ObjectNode role = catalogue.addObject().put("name", name);
            if (form.containsKey("protected" + i)) {
                role.put("protected", true);
            }
            ArrayNode aliases = JsonNodeFactory.instance.arrayNode();
            AttributeForm.split(text(form.get("aliases" + i)), ",").forEach(aliases::add);
            if (!aliases.isEmpty()) {
                role.set("aliases", aliases);
            }
            String rank = text(form.get("rank" + i));
            if (rank.matches("\\d{1,4}")) {
                ranked.add(new Ranked(name, Integer.parseInt(rank)));
            }
        }
        ArrayNode precedence = roles.putArray("precedence");
        ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::name)
                .forEach(precedence::add);
    }

    private static void sources(ObjectNode patch, RollcallSettings settings, Map<String, String> form) {
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (SourceRule rule : sourceRules(settings)) {
            String policy = form.get("policy." + rule.id());
            if (policy == null) {
                continue;
            }
            String role = policy.equals("role") ? text(form.get("role." + rule.id())) : "";
            String missing = text(form.get("missing." + rule.id()));
            ObjectNode source = JsonNodeFactory.instance.objectNode();
            if (!policy.equals(rule.policy()) || !role.equals(policy.equals("role") ? rule.role() : "")) {
                if (policy.isEmpty()) {
                    source.putNull("unknown-role");
                } else {
                    ObjectNode own = source.putObject("unknown-role").put("policy", policy);
                    if (policy.equals("role")) {
                        own.put("role", role);
                    }
                }
            }
            if (!missing.equals(rule.missing())) {
                if (missing.isEmpty()) {
                    source.putNull("missing-role");
                } else {
                    source.put("missing-role", missing);
                }
            }
            if (!source.isEmpty()) {
                sources.set(rule.id(), source);
            }
        }
        if (!sources.isEmpty()) {
            patch.set("sources", sources);
        }
    }

    /** Whether somebody whose role does not exist would become an administrator for whom that is not so today. */
    static boolean opensAdministrators(RollcallSettings today, RollcallSettings then) {
        return then.sources().keySet().stream().anyMatch(id -> isOpen(then, id) && !isOpen(today, id))
                || isOpen(then.roles().unknown()) && !isOpen(today.roles().unknown());
    }

    private static boolean isOpen(RollcallSettings settings, String id) {
        Source source = settings.sources().get(id);
        UnknownRole own = source == null ? null : source.unknownRole();
        return isOpen(own == null ? settings.roles().unknown() : own);
    }

    private static boolean isOpen(UnknownRole rule) {
        return rule.policy().equals(ADMINISTRATOR);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
