package dev.rollcall.console;

import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import java.util.ArrayList;
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
    private final MemberQuery members;
    private final Settings settings;

    MembersController(MemberQuery members, Settings settings) {
        this.members = members;
        this.settings = settings;
    }

    record Members(List<MemberView> members, @Nullable String nextCursor) {}

    /**
     * Finds members, in the order of their ids.
     *
     * @param userName the whole user name, without case
     * @param email the whole e-mail, without case
     * @param q the beginning of a user name, an e-mail, or a display, given or family name, without case
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
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Where where = new Where()
                .andIf("m.user_name = ?", lower(userName))
                .andIf("m.email = ?", lower(email))
                .andIf("m.role = ?", role)
                .andIf("m.status = ?", status)
                .andIf("m.source_id = ?", source);
        if (q != null && !q.isBlank()) {
            beginsWith(where, lower(q.strip()));
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

    /** By member_email and member_user_name; names of records by source, as their indexes begin with it. */
    private void beginsWith(Where where, @Nullable String text) {
        String pattern =
                String.valueOf(text).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        List<Object> values = new ArrayList<>(List.of(pattern, pattern));
        StringBuilder names = new StringBuilder();
        List<String> sources = new ArrayList<>(settings.current().sources().keySet());
        sources.add(StoredRecord.UNOWNED);
        for (String source : sources) {
            for (String column : List.of("display_name", "given_name", "family_name")) {
                names.append(" UNION SELECT member_id FROM source_record WHERE source_id = ? AND ")
                        .append(column)
                        .append(" LIKE ? ESCAPE '!'");
                values.add(source);
                values.add(pattern);
            }
        }
        where.and(
                "m.id IN (SELECT id FROM member WHERE email LIKE ? ESCAPE '!' UNION SELECT id FROM member WHERE user_name LIKE ? ESCAPE '!'"
                        + names + ")",
                values.toArray());
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
