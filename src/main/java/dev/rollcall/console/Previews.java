package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.ManagerNames;
import dev.rollcall.provisioning.Mappers;
import dev.rollcall.source.SourceUser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Works out what a user of a source would become, and stores nothing. */
@Component
final class Previews {
    private final Mappers mappers;
    private final ManagerNames managers;

    Previews(Mappers mappers, ManagerNames managers) {
        this.mappers = mappers;
        this.managers = managers;
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

    /** Maps a user as if it were new. */
    Preview of(String sourceId, SourceUser user) {
        ObjectNode document = managers.of(sourceId, Stream.of(user.document())).apply(user.document());
        MappingResult result = mappers.of(sourceId).map(document, user.active(), null);
        if (result instanceof MappingResult.Rejected rejected) {
            return new Preview(
                    "rejected",
                    null,
                    null,
                    null,
                    Map.of(),
                    List.of(),
                    rejected.problems().stream().map(Previews::shown).toList());
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
