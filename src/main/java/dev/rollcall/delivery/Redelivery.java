package dev.rollcall.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Delivers once more what was delivered, with all fields: for members that are not as they were left in the target. */
@Component
public class Redelivery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    Redelivery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes deliveries due again. Those that wait or are under way bring everything with them anyway.
     *
     * @return how many are due now
     */
    public int again(Collection<UUID> memberIds) {
        int due = 0;
        for (UUID memberId : memberIds) {
            due += jdbc.query(
                    "SELECT fields, custom_fields FROM member WHERE id = ?",
                    rows -> rows.next()
                            ? due(memberId, MemberJson.member(rows.getString(1), rows.getString(2), null, "{}"))
                            : 0,
                    memberId);
        }
        return due;
    }

    /** All fields, those without a value too: the target may have one there. */
    private int due(UUID memberId, Member member) {
        Set<String> names = new TreeSet<>(Member.FIELDS);
        member.customFields().keySet().forEach(name -> names.add(Member.CUSTOM + name));
        return jdbc.update("""
                UPDATE delivery SET operation = ?, changed = ?, state = 'waiting', attempts = 0,
                  next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND lease_owner IS NULL""", member.active() ? "update" : "deactivate", json(names), memberId);
    }

    private static String json(Set<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
