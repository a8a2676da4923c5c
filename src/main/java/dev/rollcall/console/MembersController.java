package dev.rollcall.console;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds and shows members. */
@RestController
final class MembersController {
    private final MemberQuery members;
    private final MemberSearch search;
    private final Supplier<RollcallSettings.Roles> roles;

    @Autowired
    MembersController(MemberQuery members, MemberSearch search, Settings settings) {
        this(members, search, () -> settings.current().roles());
    }

    MembersController(MemberQuery members, MemberSearch search, Supplier<RollcallSettings.Roles> roles) {
        this.members = members;
        this.search = search;
        this.roles = roles;
    }

    record Members(List<MemberView> members, @Nullable String nextCursor) {}

    /**
     * Finds members, in the order of their ids. Where several conditions hold for few, a page may have fewer members than
     * asked for, or none, and still a cursor: so many were looked at.
     *
     * @param userName the whole user name, without case
     * @param email the whole e-mail, without case
     * @param q the beginning of a user name, an e-mail, or a display, given or family name, without case; the first
     *     thousand of each are found
     * @param role a role of the catalogue, without case; one that is no more in it, as members have it
     * @param roleOrigin source, default, fallback, derived or manual
     * @param source a source's id, or {@code ~} for members that none owns
     */
    @GetMapping("/api/members")
    Members find(
            @RequestParam(required = false) @Nullable String userName,
            @RequestParam(required = false) @Nullable String email,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String roleOrigin,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page.oneOf("status", status, "active", "inactive", "held");
        Page.oneOf("roleOrigin", lower(roleOrigin), "source", "default", "fallback", "derived", "manual");
        int most = Page.limit(limit);
        UUID after = Page.after(cursor);
        // In the order in which each narrows the search most, as a rule.
        List<Where> conditions = Stream.of(
                        new Where().andIf("m.user_name = ?", lower(userName)),
                        new Where().andIf("m.email = ?", lower(email)),
                        new Where().andIf("m.role_origin = ?", lower(roleOrigin)),
                        new Where().andIf("m.role = ?", inCatalogue(role)),
                        new Where().andIf("m.source_id = ?", source),
                        new Where().andIf("m.status = ?", status))
                .filter(condition -> !condition.isEmpty())
                .toList();
        Page<MemberView> page;
        if (q != null && !q.isBlank()) {
            page = members.among(search.beginsWith(q.strip()), after, Where.all(conditions), most);
        } else if (conditions.size() > 1) {
            page = members.through(conditions.get(0), after, Where.all(conditions.subList(1, conditions.size())), most);
        } else {
            page = members.page(Where.all(conditions).and("m.id > ?", after), most);
        }
        return new Members(page.rows(), page.nextCursor());
    }

    /** Shows one member, by its id or by its SCIM id. */
    @GetMapping("/api/members/{id}")
    MemberView show(@PathVariable String id) {
        return members.known(id);
    }

    /** The role as the catalogue writes it, and so members have it: the index is of that. */
    private @Nullable String inCatalogue(@Nullable String role) {
        return role == null
                ? null
                : roles.get().catalogue().stream()
                        .map(RollcallSettings.Role::name)
                        .filter(role.strip()::equalsIgnoreCase)
                        .findFirst()
                        .orElse(role);
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
