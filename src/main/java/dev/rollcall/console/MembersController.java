package dev.rollcall.console;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds and shows members. */
@RestController
final class MembersController {
    /**
     * By the indexes on each of these columns; LIKE with a fixed beginning uses them in both databases. The first thousand of
     * each are enough for a person, and keep a search for one letter as fast as one for a name.
     */
    private static final String BEGINS_WITH = """
            m.id IN (
              (SELECT id FROM member WHERE email LIKE ? ESCAPE '!' ORDER BY email FETCH FIRST 1000 ROWS ONLY)
              UNION (SELECT id FROM member WHERE user_name LIKE ? ESCAPE '!'
                ORDER BY user_name FETCH FIRST 1000 ROWS ONLY)
              UNION (SELECT member_id FROM source_record WHERE display_name LIKE ? ESCAPE '!'
                ORDER BY display_name FETCH FIRST 1000 ROWS ONLY)
              UNION (SELECT member_id FROM source_record WHERE given_name LIKE ? ESCAPE '!'
                ORDER BY given_name FETCH FIRST 1000 ROWS ONLY)
              UNION (SELECT member_id FROM source_record WHERE family_name LIKE ? ESCAPE '!'
                ORDER BY family_name FETCH FIRST 1000 ROWS ONLY))
            """;

    private final MemberQuery members;

    MembersController(MemberQuery members) {
        this.members = members;
    }

    record Members(List<MemberView> members, @Nullable String nextCursor) {}

    /**
     * Finds members, in the order of their ids.
     *
     * @param userName the whole user name, without case
     * @param email the whole e-mail, without case
     * @param q the beginning of a user name, an e-mail, or a display, given or family name, without case; the first
     *     thousand of each are found
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
        Where where = new Where()
                .andIf("m.user_name = ?", lower(userName))
                .andIf("m.email = ?", lower(email))
                .andIf("m.role = ?", role)
                .andIf("m.status = ?", status)
                .andIf("m.source_id = ?", source)
                .andIf("m.role_origin = ?", lower(roleOrigin));
        if (q != null && !q.isBlank()) {
            String pattern = literal(q.strip().toLowerCase(Locale.ROOT)) + "%";
            where.and(BEGINS_WITH, pattern, pattern, pattern, pattern, pattern);
        }
        where.and("m.id > ?", Page.after(cursor));
        Page<MemberView> page = members.page(where, Page.limit(limit));
        return new Members(page.rows(), page.nextCursor());
    }

    /** Shows one member, by its id or by its SCIM id. */
    @GetMapping("/api/members/{id}")
    MemberView show(@PathVariable String id) {
        return Page.id(id).flatMap(members::find).orElseThrow(() -> MembersController.unknown(id));
    }

    static ApiRefusal unknown(String id) {
        return ApiRefusal.notFound("There is no member with the id '" + shown(id) + "', nor a SCIM user.");
    }

    private static String shown(String id) {
        return id.length() > 60 ? id.substring(0, 60) + "…" : id;
    }

    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
