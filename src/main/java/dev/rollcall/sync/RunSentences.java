package dev.rollcall.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run went, in a sentence for an admin. */
final class RunSentences {
    private RunSentences() {}

    static String done(Run run) {
        RunCounts counts = run.counts();
        return with(counts.read() + " users read: " + parts(counts) + ".", run.sentence());
    }

    static String dry(Planning.Plan plan) {
        String would = "Dry run, nothing was written. " + plan.counts().read() + " users read; it would be: "
                + parts(plan.counts()) + ".";
        return with(with(would, plan.objection()), plan.remark());
    }

    /** A sentence, and another one where there is one. */
    static String with(String sentence, @Nullable String more) {
        return more == null ? sentence : sentence + " " + more;
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
