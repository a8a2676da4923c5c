package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes a member by hand: somebody of whom no source knows. */
@Controller
final class NewMemberPage implements ConsolePage {
    private static final String PREFIX = "m.";
    private static final List<String> USUAL = List.of(
            "email",
            "first_name",
            "last_name",
            "role",
            "user_name",
            "employee_id",
            "job_title",
            "department",
            "location",
            "phone_number");

    private final Settings settings;
    private final MemberByHandController members;

    NewMemberPage(Settings settings, MemberByHandController members) {
        this.settings = settings;
        this.members = members;
    }

    /**
     * A field of the form.
     *
     * @param choices what can be chosen; empty where anything can be typed
     * @param hint what is taken where it stays empty
     */
    record Input(String name, String label, String value, List<String> choices, boolean needed, String hint) {}

    @GetMapping("/console/new-member")
    String show(Model model) {
        return form(Map.of(), model);
    }

    @PostMapping("/console/new-member")
    String make(@RequestParam Map<String, String> form, Principal caller, Model model, RedirectAttributes next) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        form.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                asked.put(name.substring(PREFIX.length()), value.strip());
            }
        });
        MemberView made;
        try {
            made = Objects.requireNonNull(members.make(asked, caller).getBody());
        } catch (ApiRefusal e) {
            model.addAttribute("problems", e.problems());
            return form(form, model);
        }
        next.addFlashAttribute("done", "The member is made, and on the way to the asset system.");
        return "redirect:/console/members/" + made.id();
    }

    private String form(Map<String, String> form, Model model) {
        RollcallSettings current = settings.current();
        model.addAttribute(
                "usual",
                USUAL.stream().map(field -> member(field, form, current)).toList());
        model.addAttribute(
                "custom",
                current.customFields().stream()
                        .map(field -> custom(field, form))
                        .toList());
        model.addAttribute(
                "rest",
                Member.FIELDS.stream()
                        .filter(field -> !USUAL.contains(field) && !field.equals("status"))
                        .map(field -> member(field, form, current))
                        .toList());
        return "new-member";
    }

    private static Input member(String field, Map<String, String> form, RollcallSettings settings) {
        boolean role = field.equals("role");
        return input(
                field,
                form,
                role
                        ? settings.roles().catalogue().stream()
                                .map(RollcallSettings.Role::name)
                                .toList()
                        : List.of(),
                field.equals("email") || field.equals("last_name"),
                role ? settings.roles().missing() : field.equals("user_name") ? "as the e-mail" : "");
    }

    private static Input custom(RollcallSettings.CustomField field, Map<String, String> form) {
        boolean choice = field.type().equals("dropdown");
        String fallback = field.defaultValue() == null ? "" : field.defaultValue();
        return input(
                Member.CUSTOM + field.name(),
                form,
                choice ? field.options() : field.type().equals("boolean") ? List.of("Yes", "No") : List.of(),
                field.mandatory() && fallback.isEmpty(),
                fallback);
    }

    private static Input input(
            String field, Map<String, String> form, List<String> choices, boolean needed, String hint) {
        @Nullable String value = form.get(PREFIX + field);
        return new Input(PREFIX + field, Member.label(field), value == null ? "" : value, choices, needed, hint);
    }
}
