package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table administrator_fallback: how many the unknown-role policy makes administrators on one day, and that they are not too many. */
@Component
final class AdministratorCap {
    private final Settings settings;
    private final JdbcTemplate jdbc;
    private final Audit audit;

    AdministratorCap(Settings settings, JdbcTemplate jdbc, Audit audit) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.audit = audit;
    }

    int usedToday() {
        List<Integer> used =
                jdbc.queryForList("SELECT used FROM administrator_fallback WHERE on_day = CURRENT_DATE", Integer.class);
        return used.isEmpty() ? 0 : used.get(0);
    }

    /** Takes one back who was counted and was made none: the asset system refused. */
    void giveBack() {
        jdbc.update("UPDATE administrator_fallback SET used = used - 1 WHERE on_day = CURRENT_DATE AND used > 0");
    }

    /**
     * Counts one more; the row's lock makes the cap hold over all replicas.
     *
     * @throws StaleState if there are as many already as settings allow
     */
    void count(UUID memberId) {
        int most = settings.current().roles().administratorsByFallbackPerDay();
        int counted = jdbc.update(
                "UPDATE administrator_fallback SET used = used + 1 WHERE on_day = CURRENT_DATE AND used < ?", most);
        if (counted == 0) {
            Integer rows = jdbc.queryForObject(
                    "SELECT COUNT(*) FROM administrator_fallback WHERE on_day = CURRENT_DATE", Integer.class);
            if (most == 0 || rows == null || rows > 0) {
                throw new StaleState();
            }
            jdbc.update("INSERT INTO administrator_fallback (on_day, used) VALUES (CURRENT_DATE, 1)");
        }
        audit.record("rollcall", "administrator.fallback", memberId.toString(), JsonNodeFactory.instance.objectNode());
    }
}
