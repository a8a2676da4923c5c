package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.MemberJson;
import dev.rollcall.provisioning.SqlArrays;
import dev.rollcall.source.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads members with their newest delivery; two queries a page, whatever its size. */
@Component
final class MemberQuery {
    private static final String COLUMNS = """
            SELECT m.id, m.source_id, m.status, m.role, m.role_origin, m.requested_role, m.email, m.user_name,
                   m.fields, m.custom_fields, m.origins,
                   d.target_id, d.state, d.attempts, d.next_attempt_at, d.last_error
            """;
    private static final String PAGE = " FETCH FIRST ? ROWS ONLY";
    private static final String DELIVERY = " LEFT JOIN delivery d ON d.member_id = m.id";
    private static final String SELECT = COLUMNS + "FROM member m" + DELIVERY;
    /** By source_record_member; the owner's record, of which there is at most one. */
    private static final String SCIM_IDS = """
            SELECT r.member_id, r.id FROM unnest(?) AS asked(it) JOIN source_record r ON r.member_id = asked.it
            JOIN member m ON m.id = r.member_id AND m.source_id = r.source_id
            WHERE r.source_id <> '~'
            """;

    /** So many members are looked at together where several conditions have to hold, and at most so often a page. */
    private static final int WINDOW = 5_000;

    private static final int WINDOWS = 3;
    /** How many ids one query is given. */
    private static final int PIECE = 500;

    private final JdbcTemplate jdbc;

    private final int window;

    @Autowired
    MemberQuery(JdbcTemplate jdbc) {
        this(jdbc, WINDOW);
    }

    MemberQuery(JdbcTemplate jdbc, int window) {
        this.window = window;
        this.jdbc = jdbc;
    }

    /**
     * A page of members for which one condition holds that has an index. Its deliveries are joined last: else PostgreSQL goes
     * through all of them up to the page.
     */
    Page<MemberView> page(Where where, int limit) {
        List<MemberView> found = jdbc.query(
                COLUMNS + "FROM (SELECT m.* FROM member m" + where.sql() + where.order() + PAGE + ") m" + DELIVERY
                        + " ORDER BY m.id",
                MemberQuery::member,
                where.values(limit + 1));
        Page<MemberView> page = Page.of(found, limit, member -> member.id().toString());
        return new Page<>(withScimIds(page.rows()), page.nextCursor());
    }

    /**
     * A page of members for which one condition holds that has an index, and others too. Where few or none fit, looking
     * through all would take as long as there are many: the page then ends earlier, with a cursor to look further.
     */
    Page<MemberView> through(Where indexed, UUID after, Where others, int limit) {
        List<MemberView> found = new ArrayList<>();
        UUID from = after;
        for (int i = 0; i < WINDOWS && found.size() <= limit; i++) {
            Where piece = indexed.copy().and("m.id > ?", from);
            UUID end = last(piece);
            Where those = end == null ? piece : piece.and("m.id <= ?", end);
            Where all = Where.all(List.of(those, others));
            found.addAll(jdbc.query(
                    SELECT + all.sql() + all.order() + PAGE,
                    MemberQuery::member,
                    all.values(limit + 1 - found.size())));
            if (end == null && found.size() <= limit) {
                return new Page<>(withScimIds(found), null);
            }
            from = end == null ? from : end;
        }
        Page<MemberView> page = found.size() > limit
                ? Page.of(found, limit, member -> member.id().toString())
                : new Page<>(found, from.toString());
        return new Page<>(withScimIds(page.rows()), page.nextCursor());
    }

    /** The last id of a window; none if there is nobody after it. */
    private @Nullable UUID last(Where piece) {
        return jdbc
                .queryForList(
                        "SELECT m.id FROM member m" + piece.sql() + piece.order()
                                + " OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY",
                        UUID.class,
                        piece.values(window - 1))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** A page of those members among {@code ids}, which are in their order, that come after an id and fit; by the primary key. */
    Page<MemberView> among(List<UUID> ids, UUID after, Where where, int limit) {
        String last = after.toString();
        List<UUID> rest =
                ids.stream().filter(id -> id.toString().compareTo(last) > 0).toList();
        List<MemberView> found = new ArrayList<>();
        for (int from = 0; from < rest.size() && found.size() <= limit; from += PIECE) {
            List<UUID> piece = rest.subList(from, Math.min(rest.size(), from + PIECE));
            Where these = where.copy().and("m.id IN (" + "?, ".repeat(piece.size() - 1) + "?)", piece.toArray());
            found.addAll(jdbc.query(
                    SELECT + these.sql() + " ORDER BY m.id" + PAGE,
                    MemberQuery::member,
                    these.values(limit + 1 - found.size())));
        }
        Page<MemberView> page = Page.of(found, limit, member -> member.id().toString());
        return new Page<>(withScimIds(page.rows()), page.nextCursor());
    }

    /** A member by its own id, or by the SCIM id of its record; a refusal with 404 where there is none. */
    MemberView known(String id) {
        return Page.id(id)
                .flatMap(this::find)
                .orElseThrow(() -> ApiRefusal.notFound("There is no member with the id '"
                        + (id.length() > 60 ? id.substring(0, 60) + "…" : id) + "', nor a SCIM user."));
    }

    private Optional<MemberView> find(UUID id) {
        List<MemberView> found = jdbc.query(SELECT + " WHERE m.id = ?", MemberQuery::member, id);
        if (found.isEmpty()) {
            found = jdbc.query(
                    SELECT + " WHERE m.id = (SELECT member_id FROM source_record WHERE id = ?)",
                    MemberQuery::member,
                    id);
        }
        return withScimIds(found).stream().findFirst();
    }

    /** What members are called, by their ids: user name or e-mail. */
    Map<UUID, String> names(List<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                "SELECT m.id, COALESCE(m.user_name, m.email, '?') FROM unnest(?) AS asked(it) JOIN member m ON m.id = asked.it",
                ids,
                row -> names.put(row.getObject(1, UUID.class), row.getString(2)));
        return names;
    }

    private List<MemberView> withScimIds(List<MemberView> members) {
        Map<UUID, UUID> ids = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                SCIM_IDS,
                members.stream().map(MemberView::id).toList(),
                row -> ids.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
        return members.stream()
                .map(member -> member.withScimId(ids.get(member.id())))
                .toList();
    }

    private static MemberView member(ResultSet row, int number) throws SQLException {
        JsonNode fields = Rows.json(row, "fields");
        String source = row.getString("source_id");
        String state = row.getString("state");
        return new MemberView(
                row.getObject("id", UUID.class),
                null,
                StoredRecord.UNOWNED.equals(source) ? null : source,
                field(fields, "user_name", row.getString("user_name")),
                field(fields, "email", row.getString("email")),
                field(fields, "first_name", null),
                field(fields, "last_name", null),
                row.getString("role"),
                row.getString("role_origin"),
                row.getString("requested_role"),
                row.getString("status"),
                fields,
                Rows.json(row, "custom_fields"),
                origins(row.getString("origins")),
                new MemberView.DeliveryState(
                        state == null ? "none" : state,
                        row.getInt("attempts"),
                        Rows.instant(row, "next_attempt_at"),
                        row.getString("last_error"),
                        row.getString("target_id")));
    }

    /** The field as it was sent; the column beside it is in lower case. */
    private static @Nullable String field(JsonNode fields, String name, @Nullable String otherwise) {
        return fields.path(name).isTextual() ? fields.path(name).asText() : otherwise;
    }

    /** Each field's {@code {origin, attribute}}. */
    private static ObjectNode origins(String stored) {
        ObjectNode origins = JsonNodeFactory.instance.objectNode();
        MemberJson.origins(stored)
                .forEach((field, origin) -> origins.putObject(field)
                        .put("origin", origin.kind().wire())
                        .put("attribute", origin.attribute()));
        return origins;
    }
}
