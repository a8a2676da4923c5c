package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.Mappers;
import dev.rollcall.provisioning.Readers;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.SourceRecord;
import dev.rollcall.source.SourceUser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a user of a source would become, and stores nothing. */
@RestController
final class PreviewController {
    private final Settings settings;
    private final Readers readers;
    private final Mappers mappers;

    PreviewController(Settings settings, Readers readers, Mappers mappers) {
        this.settings = settings;
        this.readers = readers;
        this.mappers = mappers;
    }

    /** Where a value would come from. */
    record PreviewOrigin(String origin, @Nullable String attribute) {}

    /** What is wrong with the user. */
    record PreviewProblem(
            String code, String field, @Nullable String attribute, String sentence) {}

    /**
     * The member that the user would become, or the problems.
     *
     * @param result {@code mapped}, {@code held} or {@code rejected}
     */
    record Preview(
            String result,
            @Nullable Map<String, String> fields,
            @Nullable Map<String, String> customFields,
            @Nullable String requestedRole,
            Map<String, PreviewOrigin> origins,
            List<String> warnings,
            List<PreviewProblem> problems) {}

    /** Maps a user in the source's shape as if it were new. */
    @PostMapping("/api/sources/{id}/preview")
    Preview preview(@PathVariable String id, @RequestBody ObjectNode document) {
        KnownSource.of(settings, id);
        SourceUser user;
        try {
            user = readers.read(id, document);
        } catch (IllegalArgumentException e) {
            throw ApiRefusal.badRequest(String.valueOf(e.getMessage()));
        }
        MappingResult result = mappers.of(id).map(new SourceRecord(id, "", user.document()), user.active(), null);
        if (result instanceof MappingResult.Rejected rejected) {
            return new Preview(
                    "rejected",
                    null,
                    null,
                    null,
                    Map.of(),
                    List.of(),
                    rejected.problems().stream().map(PreviewController::shown).toList());
        }
        if (result instanceof MappingResult.Held held) {
            return preview("held", held.member(), List.of(), List.of(shown(held.why())));
        }
        MappingResult.Mapped mapped = (MappingResult.Mapped) result;
        return preview("mapped", mapped.member(), mapped.warnings(), List.of());
    }

    private static Preview preview(String result, Member member, List<String> warnings, List<PreviewProblem> problems) {
        Map<String, PreviewOrigin> origins = new TreeMap<>();
        for (Map.Entry<String, Origin> origin : member.origins().entrySet()) {
            origins.put(
                    origin.getKey(),
                    new PreviewOrigin(
                            origin.getValue().kind().wire(), origin.getValue().attribute()));
        }
        return new Preview(
                result, member.fields(), member.customFields(), member.requestedRole(), origins, warnings, problems);
    }

    private static PreviewProblem shown(Problem problem) {
        return new PreviewProblem(problem.code().code(), problem.field(), problem.attribute(), problem.sentence());
    }
}
