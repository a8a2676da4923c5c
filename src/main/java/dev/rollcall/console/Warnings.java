package dev.rollcall.console;

import dev.rollcall.console.SourcesController.SourceView;
import dev.rollcall.settings.RollcallSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an admin should see before anything else. */
final class Warnings {
    private Warnings() {}

    /**
     * A warning.
     *
     * @param title a few words
     * @param sentence what it means and the way out
     * @param href the page where something can be done about it
     */
    record Warning(String title, String sentence, String href) {}

    static List<Warning> of(
            RollcallSettings settings,
            List<SourceView> sources,
            DeliverySummaryController.Summary queue,
            OverviewCounts.@Nullable Numbers numbers) {
        List<Warning> found = new ArrayList<>();
        queue.warnings()
                .forEach(sentence -> found.add(
                        new Warning("The asset system", sentence, "/console/problems/deliveries?state=waiting")));
        administrators(settings, numbers, found);
        for (SourceView source : sources) {
            String page = "/console/sources/" + source.id();
            source.warnings()
                    .forEach(sentence ->
                            found.add(new Warning("Source '" + source.id() + "'", sentence, page + "/attributes")));
            if (!source.groupWrites().isEmpty()) {
                found.add(new Warning(
                        "Source '" + source.id() + "' sends groups",
                        "Groups are not imported; users come through regardless. Turn group provisioning off in the identity"
                                + " provider: in Entra ID under Provisioning, Mappings, Provision Groups, Enabled: No; in Okta stop"
                                + " Push Groups.",
                        page + "/setup"));
            }
        }
        if (queue.dead() > 0) {
            found.add(new Warning(
                    queue.dead() == 1 ? "One delivery rests" : queue.dead() + " deliveries rest",
                    "They were tried as often as settings allow. Look at the reason, then retry or discard them.",
                    "/console/problems/deliveries"));
        }
        return found;
    }

    private static void administrators(
            RollcallSettings settings, OverviewCounts.@Nullable Numbers numbers, List<Warning> found) {
        boolean inUse = settings.roles().unknown().makesAdministrators()
                || settings.sources().values().stream()
                        .anyMatch(source -> source.unknownRole(settings.roles()).makesAdministrators());
        long made = numbers == null ? 0 : numbers.administratorsByFallback();
        if (inUse || made > 0) {
            found.add(new Warning(
                    "Fallback to Administrators",
                    (inUse
                                    ? "Users whose role does not exist become administrators, up to "
                                            + settings.roles().administratorsByFallbackPerDay() + " a day. "
                                    : "")
                            + (made == 0
                                    ? "Nobody has become one so far."
                                    : made == 1
                                            ? "One member is an administrator for that reason."
                                            : made + " members are administrators for that reason."),
                    made > 0 ? "/console/members?role=Administrator&roleOrigin=fallback" : "/console/roles"));
        }
    }
}
