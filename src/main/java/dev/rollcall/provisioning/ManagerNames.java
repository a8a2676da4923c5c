package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.ManagerReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Puts a manager's e-mail in place of our id of the manager before a user is mapped: people and asset systems know the one,
 * and nobody the other. One query for all users that are mapped together; mapping itself asks nothing.
 */
@Component
public class ManagerNames {
    private final ManagerReference reference;
    private final JdbcTemplate jdbc;

    ManagerNames(ManagerReference reference, JdbcTemplate jdbc) {
        this.reference = reference;
        this.jdbc = jdbc;
    }

    /** How these users of one source are mapped: with their managers' e-mails. One query, by primary keys. */
    public UnaryOperator<ObjectNode> of(String sourceId, Stream<ObjectNode> documents) {
        Set<UUID> ids = documents.map(reference::idIn).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<UUID, String> names = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                "SELECT r.id, m.fields FROM unnest(?) AS asked(it) JOIN source_record r ON r.id = asked.it"
                        + " JOIN member m ON m.id = r.member_id WHERE r.source_id = ?",
                ids,
                row -> names.put(row.getObject(1, UUID.class), name(row)),
                sourceId);
        return document -> {
            UUID id = names.isEmpty() ? null : reference.idIn(document);
            String name = id == null ? null : names.get(id);
            return name == null ? document : reference.named(document, name);
        };
    }

    private static String name(ResultSet row) throws SQLException {
        Member manager = MemberJson.member(row.getString(2), "{}", null, "{}");
        String email = manager.field("email");
        return email == null ? String.valueOf(manager.field("user_name")) : email;
    }
}
