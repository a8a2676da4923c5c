package dev.rollcall.delivery;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Names that pass from one member to another. Changes of two members arrive in any order, so that who gets a name may be
 * refused for the member that had it: such a change waits until that one's has arrived, too.
 */
@Component
class Handovers {
    private static final String NOT_FREE_YET =
            "another member has the name there, and gives it up by a change that has not arrived yet";

    private final JdbcTemplate jdbc;

    Handovers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The outcomes, with those to be tried again that are refused for a name which becomes free. */
    List<DeliveryOutcome> awaited(List<ClaimedChange> claimed, List<DeliveryOutcome> outcomes) {
        List<DeliveryOutcome> awaited = new ArrayList<>(outcomes);
        for (int i = 0; i < awaited.size(); i++) {
            if (awaited.get(i) instanceof Refused no
                    && no.uniqueness()
                    && becomesFree(claimed.get(i).change())) {
                awaited.set(i, TryAgain.because(NOT_FREE_YET));
            }
        }
        return awaited;
    }

    private boolean becomesFree(Change change) {
        return Stream.of("email", "user_name")
                .map(change.member()::field)
                .filter(Objects::nonNull)
                .anyMatch(name -> !jdbc.queryForList("""
                                SELECT d.member_id FROM delivery d
                                JOIN member_history h ON h.member_id = d.member_id AND h.version > d.delivered_version
                                WHERE d.state = 'waiting' AND d.member_id <> ? AND LOWER(h.before) LIKE ? ESCAPE '!'
                                FETCH FIRST 1 ROWS ONLY""", Object.class, change.memberId(), containing(name))
                        .isEmpty());
    }

    /** A pattern of the JSON that has the text as a value. */
    private static String containing(String name) {
        String json = TextNode.valueOf(name.toLowerCase(Locale.ROOT)).toString();
        return "%" + json.replaceAll("[!%_]", "!$0") + "%";
    }
}
