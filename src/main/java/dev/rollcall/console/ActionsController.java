package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.provisioning.Outcome;
import dev.rollcall.provisioning.Provisioning;
import dev.rollcall.provisioning.Rejections;
import dev.rollcall.provisioning.Replays;
import dev.rollcall.settings.Settings;
import java.security.Principal;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an operator does about problems: replay a rejection, retry or discard a delivery. */
@RestController
final class ActionsController {
    private final Replays replays;
    private final Provisioning provisioning;
    private final Rejections rejections;
    private final DeliveryTable deliveries;
    private final Audit audit;
    private final Settings settings;

    ActionsController(
            Replays replays,
            Provisioning provisioning,
            Rejections rejections,
            DeliveryTable deliveries,
            Audit audit,
            Settings settings) {
        this.replays = replays;
        this.rejections = rejections;
        this.provisioning = provisioning;
        this.deliveries = deliveries;
        this.audit = audit;
        this.settings = settings;
    }

    /** What came of it: {@code recorded}, {@code unchanged}, {@code held}, {@code rejected} or {@code gone}, with a sentence. */
    record Done(String result, String detail) {}

    /** Sends a rejected user through the pipeline again. */
    @PostMapping("/api/rejections/{id}/replay")
    Done replay(@PathVariable String id, Principal caller) {
        UUID rejection = Page.id(id).orElseThrow(() -> ApiRefusal.notFound("There is no rejection with this id."));
        Replays.Replayed replayed;
        try {
            replayed = replays.replay(rejection)
                    .orElseThrow(() -> ApiRefusal.notFound("There is no rejection with this id that is open or held."));
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
        audit.record(caller.getName(), "rejection.replay", id, JsonNodeFactory.instance.objectNode());
        Outcome outcome = replayed.outcome();
        if (replayed.waits() != null) {
            return new Done("held", "The user waits still: " + replayed.waits().sentence());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Done("rejected", provisioning.failure(rejected));
        }
        return outcome instanceof Outcome.Recorded
                ? new Done("recorded", "The user is recorded.")
                : outcome instanceof Outcome.Unchanged
                        ? new Done(
                                "unchanged",
                                replayed.deliversAgain()
                                        ? "The user was right already; what the asset system refused is delivered again."
                                        : "The user was right already.")
                        : new Done("gone", "The user is not there any more.");
    }

    /** Gives up a rejected user; its next push or run is judged anew. */
    @PostMapping("/api/rejections/{id}/discard")
    Done dismiss(@PathVariable String id, Principal caller) {
        UUID rejection = Page.id(id).orElseThrow(() -> ApiRefusal.notFound("There is no rejection with this id."));
        if (!rejections.dismiss(rejection)) {
            throw ApiRefusal.notFound("There is no rejection with this id that is open or held.");
        }
        audit.record(caller.getName(), "rejection.discard", id, JsonNodeFactory.instance.objectNode());
        return new Done("done", "It is shown no more. The user's next push is judged anew.");
    }

    /** Gives up all rejected users of a source that was taken out of the settings: nobody can send them again. */
    Done dismissAll(String source, Principal caller) {
        if (settings.current().sources().containsKey(source)) {
            throw ApiRefusal.conflict("Source '" + source + "' is in the settings. Tick the users that you mean.");
        }
        int given = rejections.dismissAll(source);
        audit.record(
                caller.getName(),
                "rejection.discard",
                source,
                JsonNodeFactory.instance.objectNode().put("users", given));
        return new Done("done", new Words().count(given, "user is", "users are") + " shown no more.");
    }

    /** Makes a dead or waiting delivery due now. */
    @PostMapping("/api/deliveries/{id}/retry")
    Done retry(@PathVariable String id, Principal caller) {
        UUID memberId = member(id);
        boolean due = deliveries.retry(memberId);
        if (due) {
            rejections.triedAgain(memberId);
        }
        return act(id, caller, "delivery.retry", due, "It is delivered within a second or two.");
    }

    /** Gives up a dead or waiting delivery. */
    @PostMapping("/api/deliveries/{id}/discard")
    Done discard(@PathVariable String id, Principal caller) {
        return act(
                id,
                caller,
                "delivery.discard",
                deliveries.discard(member(id)),
                "The member's next change is delivered with all fields.");
    }

    private Done act(String id, Principal caller, String action, boolean done, String detail) {
        if (!done) {
            throw ApiRefusal.notFound("There is no delivery with this id that waits or rests.");
        }
        audit.record(caller.getName(), action, id, JsonNodeFactory.instance.objectNode());
        return new Done("done", detail);
    }

    private static UUID member(String id) {
        return Page.id(id).orElseThrow(() -> ApiRefusal.notFound("There is no delivery with this id."));
    }
}
