package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.provisioning.Releases;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.sync.Runs;
import java.security.Principal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a source's members go, so that another source can adopt them. */
@RestController
final class ReleaseController {
    private final Releases releases;
    private final Runs runs;
    private final Settings settings;
    private final Audit audit;

    ReleaseController(Releases releases, Runs runs, Settings settings, Audit audit) {
        this.releases = releases;
        this.runs = runs;
        this.settings = settings;
        this.audit = audit;
    }

    /**
     * What came of it.
     *
     * @param members how many were let go
     * @param kept how many stay with the source, since another unowned member has their user name
     */
    record Released(int members, int kept) {}

    /**
     * Gives up the ownership of all members of a source; nothing of the members changes. Only while the source would not
     * take them back: one that is read has no schedule, and one that is pushed does not adopt. Not while a run
     * is under way, which would put back what it read before.
     */
    @PostMapping("/api/sources/{id}/release")
    Released release(@PathVariable String id, Principal caller) {
        // One that was taken out of the settings too early still owns its members.
        Source source = releases.isOwner(id) ? settings.current().sources().get(id) : KnownSource.of(settings, id);
        Source.Pull pull = source == null ? null : source.pull();
        if (source != null && pull == null && !source.adopt().equals("none")) {
            throw ApiRefusal.badRequest(
                    "Source '" + id
                            + "' adopts members, so its identity provider would take its users back. Set its adopt to none first.");
        }
        if (pull != null
                && !(pull.schedule().isBlank() && pull.incrementalSchedule().isBlank())) {
            throw ApiRefusal.badRequest(
                    "Source '" + id
                            + "' has a schedule, which would take its users back. Empty schedule and incremental-schedule first.");
        }
        Releases.Released released =
                releases.release(id, caller.getName(), () -> runs.underWay(id).isEmpty());
        if (released.whole() || released.members() > 0) {
            audit.record(
                    caller.getName(),
                    "source.release",
                    id,
                    JsonNodeFactory.instance.objectNode().put("members", released.members()));
        }
        if (!released.whole()) {
            throw ApiRefusal.conflict("A run of source '" + id
                    + "' is under way. Wait until it has ended, or cancel it, and let the members go then."
                    + (released.members() == 0 ? "" : " Before it began, " + released.members() + " were let go."));
        }
        return new Released(released.members(), released.kept());
    }
}
