package dev.rollcall.sync;

import java.util.ArrayList;
import java.util.List;

/** How a run went, in a sentence for an admin. */
final class RunSentences {
    private RunSentences() {}

    static String done(Run run) {
        RunCounts counts = run.counts();
        return counts.read() + " users read: " + parts(counts) + ".";
    }

    static String dry(Planning.Plan plan) {
        String would = "Dry run, nothing was written. " + plan.counts().read() + " users read; it would be: "
                + parts(plan.counts()) + ".";
        return plan.objection() == null ? would : would + " " + plan.objection();
    }

    private static String parts(RunCounts counts) {
        List<String> parts = new ArrayList<>();
        part(parts, counts.created(), "created");
        part(parts, counts.updated(), "updated");
        part(parts, counts.deactivated(), "deactivated");
        part(parts, counts.reactivated(), "reactivated");
        part(parts, counts.rejected(), "rejected");
        part(parts, counts.held(), "held");
        parts.add(counts.unchanged() + " unchanged");
        return String.join(", ", parts);
    }

    private static void part(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }
}
