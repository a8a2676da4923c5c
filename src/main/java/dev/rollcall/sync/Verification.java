package dev.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.delivery.BulkDelivery;
import dev.rollcall.member.MemberJson;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** A run of mode {@code verify}: shows where the asset system drifted, and delivers these members anew unless it is dry. */
@Component
class Verification {
    private static final int BATCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectProvider<Drift> drift;
    private final BulkDelivery delivery;
    private final RunTable runs;
    private final ChangeTable changes;
    private final JdbcTemplate jdbc;

    Verification(
            ObjectProvider<Drift> drift, BulkDelivery delivery, RunTable runs, ChangeTable changes, JdbcTemplate jdbc) {
        this.drift = drift;
        this.delivery = delivery;
        this.runs = runs;
        this.changes = changes;
        this.jdbc = jdbc;
    }

    /** Whether the target can be compared. */
    boolean isPossible() {
        return drift.getIfAvailable() != null;
    }

    /** Compares, and gives the sentence for the end. */
    String verify(Run run) {
        Drift target = drift.getIfAvailable();
        if (target == null) {
            throw RunEnded.failed(
                    "The asset system's members cannot be compared: its target has no part that reads them.");
        }
        changes.clear(run.id());
        List<Drift.Difference> page = new ArrayList<>();
        long[] found = {0};
        long compared = target.compare(run.source(), difference -> {
            page.add(difference);
            if (page.size() == BATCH) {
                found[0] = keep(run, page, found[0]);
            }
        });
        found[0] = keep(run, page, found[0]);
        runs.progress(run, Run.COMPARING, counts(compared, found[0]), found[0]);
        return compared + " members compared: " + found[0] + " differ in the asset system"
                + (run.dryRun() || found[0] == 0 ? "." : " and are delivered anew.");
    }

    private static Counts counts(long compared, long differ) {
        return new Counts(compared, 0, differ, compared - differ, 0, 0, 0, 0);
    }

    private long keep(Run run, List<Drift.Difference> page, long seq) {
        if (page.isEmpty()) {
            return seq;
        }
        long[] next = {seq};
        jdbc.batchUpdate("""
                INSERT INTO run_change (run_id, turn, seq, source_id, active, user_name, state, operation, member_id, before, after)
                VALUES (?, 1, ?, ?, TRUE, ?, 'planned', 'update', ?, ?, ?)""", page, page.size(), (statement, difference) -> {
            statement.setObject(1, run.id());
            statement.setLong(2, ++next[0]);
            statement.setString(3, run.source() == null ? "" : run.source());
            statement.setString(4, difference.userName());
            statement.setObject(5, difference.memberId());
            statement.setString(6, MemberJson.texts(difference.found()));
            statement.setString(7, MemberJson.texts(difference.delivered()));
        });
        if (!run.dryRun()) {
            page.forEach(difference -> delivery.anew(
                    difference.memberId(), names(difference.delivered().keySet())));
        }
        page.clear();
        runs.progress(run, Run.READING, counts(next[0], next[0]), next[0]);
        return next[0];
    }

    private static String names(java.util.Set<String> names) {
        try {
            return JSON.writeValueAsString(new java.util.TreeSet<>(names));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
