package dev.rollcall.report;

import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Changes that did not reach the asset system and are not tried any more. By the index delivery_state. */
@Component
@Order(2)
final class DeadDeliveries implements NeedsPerson {
    private final JdbcTemplate jdbc;

    DeadDeliveries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String heading() {
        return "Changes that did not reach the asset system";
    }

    @Override
    public String path() {
        return "/console/problems/deliveries";
    }

    @Override
    public long waiting() {
        return number("SELECT COUNT(*) FROM delivery WHERE state = 'dead'");
    }

    @Override
    public long count(Instant since, Instant until) {
        return number(
                "SELECT COUNT(*) FROM delivery WHERE state = 'dead' AND modified >= ? AND modified < ?",
                Timestamp.from(since),
                Timestamp.from(until));
    }

    @Override
    public List<Concern> concerns(Instant since, Instant until, int most) {
        return jdbc.query("""
                SELECT d.operation, d.attempts, d.modified, m.fields FROM delivery d JOIN member m ON m.id = d.member_id
                WHERE d.state = 'dead' AND d.modified >= ? AND d.modified < ?
                ORDER BY d.modified DESC, d.member_id FETCH FIRST ? ROWS ONLY""", DeadDeliveries::concern, Timestamp.from(since), Timestamp.from(until), most);
    }

    private static Concern concern(ResultSet row, int number) throws SQLException {
        return new Concern(
                name(MemberJson.member(row.getString("fields"), "{}", null, "{}")),
                row.getString("operation") + " given up after " + row.getInt("attempts") + " attempts",
                row.getTimestamp("modified").toInstant());
    }

    private static String name(Member member) {
        String display = member.field("display_name");
        String last = member.field("last_name");
        if (display != null) {
            return display;
        }
        String first = member.field("first_name");
        return last == null ? String.valueOf(member.field("user_name")) : first == null ? last : first + " " + last;
    }

    private long number(String sql, Object... values) {
        Long count = jdbc.queryForObject(sql, Long.class, values);
        return count == null ? 0 : count;
    }
}
