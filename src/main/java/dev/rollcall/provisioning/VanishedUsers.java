package dev.rollcall.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table vanished_user: which member a directory's key stood for, so that whoever comes back is the same member. */
@Component
final class VanishedUsers {
    private final JdbcTemplate jdbc;

    VanishedUsers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes the users that the entries remove; to be called in their transaction. By the primary key. */
    void note(List<Entry> entries) {
        record Gone(String sourceId, String key, UUID memberId) {}
        List<Gone> gone = new ArrayList<>();
        for (Entry entry : entries) {
            Stored before = entry.before();
            if (entry.record() == null && before != null && before.keys() != null) {
                String key = before.keys().externalId();
                if (key != null) {
                    gone.add(new Gone(before.memberSource(), key, before.memberId()));
                }
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "DELETE FROM vanished_user WHERE source_id = ? AND source_key = ?",
                gone,
                gone.size(),
                (statement, one) -> {
                    statement.setString(1, one.sourceId());
                    statement.setString(2, one.key());
                });
        jdbc.batchUpdate(
                "INSERT INTO vanished_user (source_id, source_key, member_id) VALUES (?, ?, ?)",
                gone,
                gone.size(),
                (statement, one) -> {
                    statement.setString(1, one.sourceId());
                    statement.setString(2, one.key());
                    statement.setObject(3, one.memberId());
                });
    }
}
