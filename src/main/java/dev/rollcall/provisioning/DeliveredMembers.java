package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Members as the asset system has them by what was delivered last, where they have changed since. */
@Component
final class DeliveredMembers {
    private final JdbcTemplate jdbc;

    DeliveredMembers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What a version changed: the fields that differ, as they were and as they became. */
    private record Step(Map<String, String> before, Map<String, String> after) {}

    /**
     * The member as it was delivered last, without origins: today's, with what changed since taken back. By primary keys.
     *
     * @param newest the version that is wanted
     * @return {@code null} where nothing was delivered ever, or a newer version is wanted by now
     */
    @Nullable
    Member of(UUID memberId, long newest) {
        List<Member> today = jdbc.query(
                "SELECT m.fields, m.custom_fields FROM member m JOIN delivery d ON d.member_id = m.id WHERE m.id = ? AND d.version = ? AND d.delivered_version > 0",
                (row, number) -> MemberJson.member(row.getString(1), row.getString(2), null, "{}"),
                memberId,
                newest);
        if (today.isEmpty()) {
            return null;
        }
        Map<String, String> fields = new TreeMap<>(today.get(0).fields());
        Map<String, String> customFields = new TreeMap<>(today.get(0).customFields());
        for (Step step : since(memberId)) {
            for (String name : step.after().keySet()) {
                set(fields, customFields, name, null);
            }
            step.before().forEach((name, value) -> set(fields, customFields, name, value));
        }
        return new Member(fields, customFields, null, Map.of());
    }

    private List<Step> since(UUID memberId) {
        return jdbc.query("""
                SELECT h.before, h.after FROM member_history h JOIN delivery d ON d.member_id = h.member_id
                WHERE h.member_id = ? AND h.version > d.delivered_version ORDER BY h.version DESC""", (row, number) -> new Step(texts(row.getString(1)), texts(row.getString(2))), memberId);
    }

    private static Map<String, String> texts(@Nullable String stored) {
        return stored == null ? Map.of() : MemberJson.texts(stored);
    }

    private static void set(
            Map<String, String> fields, Map<String, String> customFields, String name, @Nullable String value) {
        boolean custom = name.startsWith(Member.CUSTOM);
        Map<String, String> where = custom ? customFields : fields;
        String key = custom ? name.substring(Member.CUSTOM.length()) : name;
        if (value == null) {
            where.remove(key);
        } else {
            where.put(key, value);
        }
    }
}
