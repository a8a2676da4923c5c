package dev.rollcall.delivery;

import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToIntBiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Delivers once more what was delivered, with all fields: for members that are not as they were left in the target. */
@Component
public class Redelivery {
    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);

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
        return each(memberIds, (memberId, member) -> jdbc.update("""
                UPDATE delivery SET operation = ?, changed = ?, state = 'waiting', attempts = 0,
                  next_attempt_at = CURRENT_TIMESTAMP, modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state = 'delivered' AND lease_owner IS NULL""", operation(member), all(member), memberId));
    }

    /**
     * Makes deliveries due again that were sent by a process which had lost its claims on them meanwhile: it was stopped at
     * the very moment of sending, for longer than a claim lasts. What it wrote may have undone what somebody else wrote
     * since. A claim that somebody has on them now is taken away, since what it writes may have come before; whoever has it
     * finds that out when it settles, and comes here too. Until then, or until that lease ends, nobody else begins, lest two
     * who overlap send each other here for ever.
     */
    void mend(Collection<ClaimedChange> late) {
        if (late.isEmpty()) {
            return;
        }
        List<UUID> members =
                late.stream().map(claim -> claim.change().memberId()).toList();
        LOG.warn(
                "This process was held up while it sent to the target. Delivered once more, with all fields: {}",
                members);
        each(members, (memberId, member) -> jdbc.update("""
                UPDATE delivery SET operation = CASE WHEN state = 'delivered' THEN ? ELSE operation END, changed = ?,
                  look_up = (state = 'waiting'), state = 'waiting', attempts = 0, lease_owner = NULL, fence = fence + 1,
                  waiting_since = COALESCE(waiting_since, modified),
                  next_attempt_at = CASE WHEN lease_owner IS NULL THEN CURRENT_TIMESTAMP ELSE next_attempt_at END,
                  modified = CURRENT_TIMESTAMP
                WHERE member_id = ? AND state IN ('delivered', 'waiting')""", operation(member), all(member), memberId));
    }

    private int each(Collection<UUID> memberIds, ToIntBiFunction<UUID, Member> update) {
        int due = 0;
        for (UUID memberId : memberIds) {
            due += jdbc.query(
                    "SELECT fields, custom_fields FROM member WHERE id = ?",
                    rows -> rows.next()
                            ? update.applyAsInt(
                                    memberId, MemberJson.member(rows.getString(1), rows.getString(2), null, "{}"))
                            : 0,
                    memberId);
        }
        return due;
    }

    private static String operation(Member member) {
        return member.active() ? "update" : "deactivate";
    }

    /** All fields, those without a value too: the target may have one there. */
    private static String all(Member member) {
        Set<String> names = new TreeSet<>(Member.FIELDS);
        member.customFields().keySet().forEach(name -> names.add(Member.CUSTOM + name));
        return ChangedNames.write(names);
    }
}
