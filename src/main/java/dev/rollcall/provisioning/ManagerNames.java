package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.ManagerReference;
import dev.rollcall.source.SourceUser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Puts a manager's e-mail in place of our id of the manager before a user is mapped: people and asset systems know the one,
 * and nobody the other. One query for all users that are mapped together; mapping itself asks nothing.
 */
@Component
final class ManagerNames {
    private final ManagerReference reference;
    private final JdbcTemplate jdbc;

    ManagerNames(ManagerReference reference, JdbcTemplate jdbc) {
        this.reference = reference;
        this.jdbc = jdbc;
    }

    /** The e-mails of the managers that these users of one source name by our ids; primary keys only. */
    Map<UUID, String> of(String sourceId, List<Intake> intakes) {
        Set<UUID> ids = new HashSet<>();
        for (Intake intake : intakes) {
            SourceUser user = intake.user();
            UUID id = user == null || !intake.isOpen() ? null : reference.idIn(user.document());
            if (id != null) {
                ids.add(id);
            }
        }
        Map<UUID, String> names = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                "SELECT r.id, m.fields FROM unnest(?) AS asked(it) JOIN source_record r ON r.id = asked.it"
                        + " JOIN member m ON m.id = r.member_id WHERE r.source_id = ?",
                ids,
                row -> names.put(row.getObject(1, UUID.class), name(row)),
                sourceId);
        return names;
    }

    private static String name(ResultSet row) throws SQLException {
        Member manager = MemberJson.member(row.getString(2), "{}", null, "{}");
        String email = manager.field("email");
        return email == null ? String.valueOf(manager.field("user_name")) : email;
    }

    /** The user as it is mapped. */
    SourceUser named(SourceUser user, Map<UUID, String> names) {
        UUID id = names.isEmpty() ? null : reference.idIn(user.document());
        @Nullable String name = id == null ? null : names.get(id);
        return name == null ? user : new SourceUser(reference.named(user.document(), name), user.active(), user.keys());
    }
}
