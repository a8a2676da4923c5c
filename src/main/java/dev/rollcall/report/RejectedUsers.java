package dev.rollcall.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.member.Member;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Users that cannot become members, or wait for a decision. By the indexes rejection_created and rejection_state. */
@Component
@Order(1)
final class RejectedUsers implements NeedsPerson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PROBLEMS = 5;

    private final JdbcTemplate jdbc;

    RejectedUsers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String heading() {
        return "Users that cannot become members, or wait for a decision";
    }

    @Override
    public String path() {
        return "/console/problems";
    }

    @Override
    public long waiting() {
        return number("SELECT COUNT(*) FROM rejection WHERE state IN ('open', 'held')");
    }

    @Override
    public long count(Instant since, Instant until) {
        return number(
                "SELECT COUNT(*) FROM rejection WHERE state IN ('open', 'held') AND created >= ? AND created < ?",
                Timestamp.from(since),
                Timestamp.from(until));
    }

    @Override
    public List<Concern> concerns(Instant since, Instant until, int most) {
        return jdbc.query("""
                SELECT source_id, user_name, state, problems, created FROM rejection
                WHERE state IN ('open', 'held') AND created >= ? AND created < ?
                ORDER BY created DESC, id FETCH FIRST ? ROWS ONLY""", RejectedUsers::concern, Timestamp.from(since), Timestamp.from(until), most);
    }

    private static Concern concern(ResultSet row, int number) throws SQLException {
        return new Concern(
                row.getString("user_name") + " (" + row.getString("source_id") + ")",
                (row.getString("state").equals("held") ? "waits: " : "refused: ") + problems(row.getString("problems")),
                row.getTimestamp("created").toInstant());
    }

    /** Codes and fields; the sentences repeat what the source sent, so they stay in the console. */
    private static String problems(String json) {
        List<String> problems = new ArrayList<>();
        try {
            JsonNode list = JSON.readTree(json);
            for (JsonNode problem : list) {
                if (problems.size() == MOST_PROBLEMS) {
                    problems.add("and " + (list.size() - MOST_PROBLEMS) + " more");
                    break;
                }
                problems.add(problem.path("code").asText() + " "
                        + problem.path("field").asText().replace(Member.CUSTOM, ""));
            }
        } catch (JsonProcessingException e) {
            problems.add("see the console");
        }
        return String.join(", ", problems);
    }

    private long number(String sql, Object... values) {
        Long count = jdbc.queryForObject(sql, Long.class, values);
        return count == null ? 0 : count;
    }
}
