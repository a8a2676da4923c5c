package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.HandMade;
import dev.rollcall.provisioning.Outcome;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes members by hand. */
@RestController
final class MemberByHandController {
    private final HandMade members;
    private final MemberQuery query;
    private final Audit audit;

    MemberByHandController(HandMade members, MemberQuery query, Audit audit) {
        this.members = members;
        this.query = query;
        this.audit = audit;
    }

    /** Makes a member of the asset system; member fields as JSON names, {@code custom.<Name>} too. */
    @PostMapping("/api/members")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MemberView> make(@RequestBody ObjectNode form, Principal caller) {
        Outcome outcome;
        try {
            outcome = members.make(form, caller.getName());
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            throw ApiRefusal.badRequest(
                    "The member cannot be made: ",
                    rejected.problems().stream()
                            .map(MemberByHandController::sentence)
                            .toList());
        }
        if (!(outcome instanceof Outcome.Recorded recorded)) {
            throw new IllegalStateException("a member by hand is recorded or rejected");
        }
        audit.record(
                caller.getName(), "member.make", recorded.record().memberId().toString(), form.objectNode());
        MemberView view = query.known(recorded.record().memberId().toString());
        return ResponseEntity.status(HttpStatus.CREATED).body(view);
    }

    private static String sentence(Problem problem) {
        return problem.sentence() + (problem.sentence().endsWith(".") ? "" : ".") + " ["
                + problem.code().code() + "]";
    }
}
