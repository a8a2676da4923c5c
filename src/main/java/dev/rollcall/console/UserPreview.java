package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.ManagerNames;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.source.SourceUser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows what one user becomes under settings that need not be in force, for the previews beside the forms. */
@Component
final class UserPreview {
    private final PastedUser pasted;
    private final MembersController members;
    private final MemberRecordController records;
    private final ManagerNames managers;

    UserPreview(PastedUser pasted, MembersController members, MemberRecordController records, ManagerNames managers) {
        this.managers = managers;
        this.pasted = pasted;
        this.members = members;
        this.records = records;
    }

    /** A field of the member to be. */
    record Line(
            String label,
            String value,
            String origin,
            @Nullable String attribute) {}

    /** Something wrong with one field. */
    record Fault(String label, String code, String sentence) {}

    /**
     * What the user becomes.
     *
     * @param result mapped, held or rejected
     * @param picked the stored user that was taken; {@code null} for a pasted one
     */
    record Shown(
            String result,
            @Nullable String picked,
            @Nullable String requestedRole,
            List<Line> lines,
            List<String> warnings,
            List<Fault> faults) {}

    /**
     * Maps a pasted user, or a stored one that is found by the beginning of its name.
     *
     * @param document JSON in the source's shape, or of a directory LDIF; empty to pick a stored user
     */
    Shown of(RollcallSettings settings, String sourceId, String document, String search) {
        if (document.isBlank()) {
            return stored(settings, sourceId, search);
        }
        return shown(settings, sourceId, pasted.of(settings, sourceId, document));
    }

    /** Maps a user in the source's shape. */
    Shown read(RollcallSettings settings, String sourceId, ObjectNode document) {
        return shown(settings, sourceId, pasted.read(sourceId, document));
    }

    private Shown shown(RollcallSettings settings, String sourceId, SourceUser user) {
        return shown(settings, sourceId, user.document(), user.active(), null);
    }

    private Shown stored(RollcallSettings settings, String sourceId, String search) {
        List<MemberView> found = members.find(null, null, search, null, null, sourceId, null, null, 1)
                .members();
        MemberRecordController.SourceRecordView record =
                found.isEmpty() ? null : records.find(found.get(0).id());
        if (record == null || !(record.document() instanceof ObjectNode document)) {
            throw ApiRefusal.notFound(
                    search.isBlank()
                            ? "No user of this source is stored yet. Paste one as JSON."
                            : "No user of this source has a user name, an e-mail or a name that begins so.");
        }
        return shown(settings, sourceId, document, record.active(), found.get(0).userName());
    }

    private Shown shown(
            RollcallSettings settings, String sourceId, ObjectNode document, boolean active, @Nullable String picked) {
        ObjectNode named = managers.of(sourceId, Stream.of(document)).apply(document);
        MappingResult result = MemberMapper.of(settings, sourceId).map(named, active, null);
        if (result instanceof MappingResult.Rejected rejected) {
            return new Shown(
                    "rejected",
                    picked,
                    null,
                    List.of(),
                    List.of(),
                    rejected.problems().stream().map(UserPreview::fault).toList());
        }
        if (result instanceof MappingResult.Held held) {
            return new Shown(
                    "held",
                    picked,
                    held.member().requestedRole(),
                    lines(held.member()),
                    List.of(),
                    List.of(fault(held.why())));
        }
        MappingResult.Mapped mapped = (MappingResult.Mapped) result;
        return new Shown(
                "mapped",
                picked,
                mapped.member().requestedRole(),
                lines(mapped.member()),
                mapped.warnings(),
                List.of());
    }

    private static List<Line> lines(Member member) {
        List<Line> lines = new ArrayList<>();
        for (String field : Member.FIELDS) {
            String value = member.field(field);
            if (value != null) {
                lines.add(line(member, field, value));
            }
        }
        member.customFields().forEach((name, value) -> lines.add(line(member, Member.CUSTOM + name, value)));
        return lines;
    }

    private static Line line(Member member, String field, String value) {
        Origin origin = member.origins().get(field);
        return new Line(
                Member.label(field),
                value,
                origin == null ? "" : origin.kind().wire(),
                origin == null ? null : origin.attribute());
    }

    private static Fault fault(Problem problem) {
        return new Fault(Member.label(problem.field()), problem.code().code(), problem.sentence());
    }
}
