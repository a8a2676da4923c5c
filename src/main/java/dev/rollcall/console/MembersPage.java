package dev.rollcall.console;

import dev.rollcall.console.MembersController.Members;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Finds members: search, filters, pages by key. */
@Controller
final class MembersPage implements ConsolePage {
    private final Settings settings;
    private final MembersController members;
    private final RunCourses courses;

    MembersPage(Settings settings, MembersController members, RunCourses courses) {
        this.settings = settings;
        this.members = members;
        this.courses = courses;
    }

    /** What was asked for, to be shown again in the form and kept in the link to the next page. */
    record Search(String q, String role, String status, String source, String roleOrigin) {
        public boolean isEmpty() {
            return (q + role + status + source + roleOrigin).isEmpty();
        }
    }

    @GetMapping("/console/members")
    String find(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String roleOrigin,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        Members found = members.find(null, null, q, role, status, source, roleOrigin, cursor, 50);
        model.addAttribute("courses", courses.running());
        model.addAttribute("members", found.members());
        model.addAttribute("next", found.nextCursor());
        model.addAttribute("first", cursor == null || cursor.isEmpty());
        model.addAttribute("search", new Search(q, role, status, source, roleOrigin));
        model.addAttribute(
                "roles",
                settings.current().roles().catalogue().stream()
                        .map(RollcallSettings.Role::name)
                        .toList());
        return "members";
    }
}
