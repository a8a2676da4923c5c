package dev.rollcall.sync;

import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.member.MemberJson;
import dev.rollcall.provisioning.Drift;
import dev.rollcall.provisioning.Drift.Finding;
import dev.rollcall.provisioning.Drift.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * A run of mode {@code verify}: shows where the asset system drifted from what was delivered to it, and who is there
 * without a source. Unless it is dry, what drifted is delivered anew.
 */
@Component
class Verification {
    /** The state of a row whose member was made due again. */
    static final String DONE = "done";

    private static final int BATCH = 500;

    private final Drift drift;
    private final RunProgress progress;
    private final ChangeTable changes;
    private final JdbcTemplate jdbc;

    Verification(Drift drift, RunProgress progress, ChangeTable changes, JdbcTemplate jdbc) {
        this.drift = drift;
        this.progress = progress;
        this.changes = changes;
        this.jdbc = jdbc;
    }

    /** Whether the target can be compared. */
    boolean isPossible() {
        return drift.isPossible();
    }

    /** Compares, and gives the sentence for the end. */
    String verify(Run run) {
        changes.clear(run.id());
        Findings findings = new Findings(run);
        long compared;
        try {
            compared =
                    drift.report(findings::add, read -> progress.note(run, Run.READING, findings.counts(read), read));
        } catch (TargetTrouble e) {
            throw RunEnded.failed("The asset system's members could not be read to the end: " + e.getMessage()
                    + ". Nobody was called missing.");
        }
        findings.keep();
        progress.note(run, Run.COMPARING, findings.counts(compared), findings.seq);
        return findings.sentence(compared);
    }

    /** What one run found, by the batch. */
    private final class Findings {
        private final Run run;
        private final List<Finding> page = new ArrayList<>();
        private final Map<Kind, Long> found = new EnumMap<>(Kind.class);
        private long seq;

        Findings(Run run) {
            this.run = run;
        }

        void add(Finding finding) {
            if (run.source() != null && !run.source().equals(finding.source())) {
                return;
            }
            found.merge(finding.kind(), 1L, Long::sum);
            page.add(finding);
            if (page.size() == BATCH) {
                keep();
            }
        }

        void keep() {
            if (page.isEmpty()) {
                return;
            }
            boolean mends = !run.dryRun();
            jdbc.batchUpdate("""
                    INSERT INTO run_change (run_id, turn, seq, source_id, source_key, active, user_name, state, operation, member_id,
                      before, after)
                    VALUES (?, 1, ?, ?, ?, TRUE, ?, ?, ?, ?, ?, ?)""", page, page.size(), (statement, finding) -> {
                statement.setObject(1, run.id());
                statement.setLong(2, ++seq);
                statement.setString(3, finding.source());
                statement.setString(4, finding.targetId());
                statement.setString(5, finding.userName());
                statement.setString(6, mends && finding.kind() != Kind.UNOWNED ? DONE : ChangeTable.PLANNED);
                statement.setString(7, operation(finding.kind()));
                statement.setObject(8, finding.memberId());
                statement.setString(9, MemberJson.texts(finding.found()));
                statement.setString(10, MemberJson.texts(finding.delivered()));
            });
            if (mends) {
                drift.mend(page.stream()
                        .filter(finding -> finding.kind() != Kind.UNOWNED)
                        .map(Finding::memberId)
                        .filter(Objects::nonNull)
                        .toList());
            }
            page.clear();
        }

        RunCounts counts(long read) {
            long differ = count(Kind.DIFFERS);
            long missing = count(Kind.MISSING);
            return new RunCounts(read, missing, differ, Math.max(0, read - differ - count(Kind.UNOWNED)), 0, 0, 0, 0);
        }

        String sentence(long compared) {
            long wrong = count(Kind.DIFFERS) + count(Kind.MISSING);
            return compared + " members of the asset system compared: " + count(Kind.DIFFERS) + " differ, "
                    + count(Kind.MISSING) + " are missing there, " + count(Kind.UNOWNED) + " have no source"
                    + (run.dryRun() || wrong == 0 ? "." : "; what differs or is missing is delivered anew.");
        }

        private long count(Kind kind) {
            return found.getOrDefault(kind, 0L);
        }
    }

    private static String operation(Kind kind) {
        return switch (kind) {
            case DIFFERS -> "update";
            case MISSING -> "create";
            case UNOWNED -> "unowned";
        };
    }
}
