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
import java.util.Set;

/** The role settings as a form, and back as a patch. */
final class RolesForm {
    /** A form of more rows is too long for a person, and at some length for the server. */
    static final int MOST_ROWS = 1000;

    private static final Set<String> ALWAYS_SENT = Set.of("policy", "missing", "cap");

    private RolesForm() {}

    /** All that the form shows beside its rows and sources; {@code cap} as it was typed. */
    record Shown(boolean customRoles, String policy, String role, String missing, String cap) {
        static Shown of(RollcallSettings.Roles roles) {
            return new Shown(
                    roles.customRoles(),
                    roles.unknown().policy(),
                    FormText.text(roles.unknown().role()),
                    roles.missing(),
                    Integer.toString(roles.administratorsByFallbackPerDay()));
        }

        /** As it was sent. */
        static Shown of(Map<String, String> form) {
            return new Shown(
                    form.containsKey("customRoles"),
                    FormText.text(form.get("policy")),
                    FormText.text(form.get("role")),
                    FormText.text(form.get("missing")),
                    FormText.text(form.get("cap")));
        }
    }

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

    /** The rows as they were sent, without the empty ones. */
    static List<Row> rows(Map<String, String> form) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; form.containsKey("name" + i); i++) {
            if (i > MOST_ROWS) {
                throw tooMany();
            }
            Row row = new Row(
                    FormText.text(form.get("name" + i)),
                    FormText.text(form.get("aliases" + i)),
                    form.containsKey("protected" + i),
                    FormText.text(form.get("rank" + i)));
            if (!row.name().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Passed over, the rows behind would be taken out. */
    static ApiRefusal tooMany() {
        return ApiRefusal.badRequest(
                "A form takes " + MOST_ROWS
                        + " entries at most; nothing was saved. Change longer lists in application.yaml or by PATCH /api/settings.");
    }

    /** The rules of the sources as they were sent. */
    static List<SourceRule> sourceRules(RollcallSettings settings, Map<String, String> form) {
        return sourceRules(settings).stream()
                .map(rule -> form.containsKey("policy." + rule.id())
                        ? new SourceRule(
                                rule.id(),
                                FormText.text(form.get("policy." + rule.id())),
                                FormText.text(form.get("role." + rule.id())),
                                FormText.text(form.get("missing." + rule.id())))
                        : rule)
                .toList();
    }

    static List<SourceRule> sourceRules(RollcallSettings settings) {
        return settings.sources().entrySet().stream()
                .map(source -> {
                    UnknownRole own = source.getValue().unknownRole();
                    return new SourceRule(
                            source.getKey(),
                            own == null ? "" : own.policy(),
                            own == null ? "" : FormText.text(own.role()),
                            FormText.text(source.getValue().missingRole()));
                })
                .toList();
    }

    /** The whole of the form as a merge patch. */
    static ObjectNode patch(RollcallSettings settings, Map<String, String> form) {
        if (!form.keySet().containsAll(ALWAYS_SENT)) {
            throw ApiRefusal.badRequest("The form did not come whole; nothing was saved. Open the page again.");
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode roles = patch.putObject("roles");
        roles.put("custom-roles", form.containsKey("customRoles"));
        roles.put("missing", FormText.text(form.get("missing")));
        ObjectNode unknown = roles.putObject("unknown");
        unknown.put("policy", FormText.text(form.get("policy")));
        if ("role".equals(form.get("policy"))) {
            unknown.put("role", FormText.text(form.get("role")));
        }
        roles.put("administrators-by-fallback-per-day", FormText.text(form.get("cap")));
        catalogue(roles, form);
        sources(patch, settings, form);
        return patch;
    }

    private static void catalogue(ObjectNode roles, Map<String, String> form) {
        if (!form.containsKey("name0")) {
            return; // there are too many for the form, which leaves them as they are
        }
        ArrayNode catalogue = roles.putArray("catalogue");
        List<Row> rows = rows(form);
        for (Row row : rows) {
            ObjectNode role = catalogue.addObject().put("name", row.name());
            if (row.isProtected()) {
                role.put("protected", true);
            }
            ArrayNode aliases = JsonNodeFactory.instance.arrayNode();
            FormText.split(row.aliases(), ",").forEach(aliases::add);
            if (!aliases.isEmpty()) {
                role.set("aliases", aliases);
            }
        }
        ArrayNode precedence = roles.putArray("precedence");
        rows.stream()
                .filter(row -> row.rank().matches("\\d{1,4}"))
                .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.rank())))
                .map(Row::name)
                .forEach(precedence::add);
    }

    private static void sources(ObjectNode patch, RollcallSettings settings, Map<String, String> form) {
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (SourceRule rule : sourceRules(settings)) {
            String policy = form.get("policy." + rule.id());
            if (policy == null) {
                continue;
            }
            String role = policy.equals("role") ? FormText.text(form.get("role." + rule.id())) : "";
            String missing = FormText.text(form.get("missing." + rule.id()));
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
                || then.roles().unknown().makesAdministrators()
                        && !today.roles().unknown().makesAdministrators();
    }

    private static boolean isOpen(RollcallSettings settings, String id) {
        Source source = settings.sources().get(id);
        UnknownRole rule = source == null ? settings.roles().unknown() : source.unknownRole(settings.roles());
        return rule.makesAdministrators();
    }
}
