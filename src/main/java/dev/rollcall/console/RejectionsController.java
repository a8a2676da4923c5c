package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the users that could not become members, and why. */
@RestController
final class RejectionsController {
    private static final String SELECT =
            "SELECT id, source_id, user_name, member_id, record_id, state, problems, intent, attempts, created, modified FROM rejection";

    private final JdbcTemplate jdbc;

    RejectionsController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A rejection.
     *
     * @param state open, held or resolved
     * @param problems a list of {@code {code, field, attribute, sentence}}
     * @param intent create, update, or remove of a user that its source has no more
     */
    record Rejection(
            UUID id,
            String source,
            String userName,
            @Nullable UUID memberId,
            @Nullable UUID scimId,
            String state,
            JsonNode problems,
            String intent,
            int attempts,
            @Nullable Instant created,
            @Nullable Instant modified) {}

    record Rejections(List<Rejection> rejections, @Nullable String nextCursor) {}

    /** Lists rejections in the order of their ids; by rejection_state or rejection_user. */
    @GetMapping("/api/rejections")
    Rejections find(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page.oneOf("state", state, "open", "held", "resolved");
        int most = Page.limit(limit);
        Where where = new Where()
                .andIf("state = ?", state)
                .andIf("source_id = ?", source)
                .and("id > ?", Page.after(cursor));
        List<Rejection> found = jdbc.query(
                SELECT + where.sql() + " ORDER BY id FETCH FIRST ? ROWS ONLY",
                RejectionsController::rejection,
                where.values(most + 1));
        Page<Rejection> page = Page.of(found, most, rejection -> rejection.id().toString());
        return new Rejections(page.rows(), page.nextCursor());
    }

    /** Shows one rejection. */
    @GetMapping("/api/rejections/{id}")
    Rejection show(@PathVariable String id) {
        return Page.id(id)
                .flatMap(known -> jdbc.query(SELECT + " WHERE id = ?", RejectionsController::rejection, known).stream()
                        .findFirst())
                .orElseThrow(() -> ApiRefusal.notFound("There is no rejection with this id."));
    }

    /**
     * What hinders a member's user now, under whatever name it was refused; by source_record_member, rejection_record and
     * rejection_user.
     */
    @Nullable
    Rejection of(UUID member, String source) {
        List<Rejection> open =
                jdbc.query(SELECT + """
                         WHERE state <> 'resolved' AND id IN (
                          SELECT x.id FROM source_record r JOIN rejection x ON x.record_id = r.id
                          WHERE r.member_id = ? AND r.source_id = ?
                          UNION
                          SELECT x.id FROM source_record r JOIN rejection x
                            ON x.source_id = r.source_id AND x.user_name = r.user_name AND x.record_id IS NULL
                          WHERE r.member_id = ? AND r.source_id = ?)
                        ORDER BY modified DESC""", RejectionsController::rejection, member, source, member, source);
        return open.isEmpty() ? null : open.get(0);
    }

    private static Rejection rejection(ResultSet row, int number) throws SQLException {
        return new Rejection(
                row.getObject("id", UUID.class),
                row.getString("source_id"),
                row.getString("user_name"),
                row.getObject("member_id", UUID.class),
                row.getObject("record_id", UUID.class),
                row.getString("state"),
                Rows.json(row, "problems"),
                row.getString("intent"),
                row.getInt("attempts"),
                Rows.instant(row, "created"),
                Rows.instant(row, "modified"));
    }
}
