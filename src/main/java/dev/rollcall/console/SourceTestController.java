package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.console.Previews.Preview;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.SourceProbe;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries a source's connection, and shows what one of its users would become. */
@RestController
final class SourceTestController {
    private final Settings settings;
    private final List<SourceProbe> probes;
    private final Previews previews;
    private final Audit audit;

    SourceTestController(Settings settings, List<SourceProbe> probes, Previews previews, Audit audit) {
        this.settings = settings;
        this.probes = List.copyOf(probes);
        this.previews = previews;
        this.audit = audit;
    }

    /**
     * What came of it.
     *
     * @param ok whether users can be read
     * @param sentence what was found, or what is wrong and the way out
     * @param user one user as the source gives it
     * @param preview what that user would become
     */
    record Tested(
            boolean ok,
            String sentence,
            @Nullable ObjectNode user,
            @Nullable Preview preview) {}

    @PostMapping("/api/sources/{id}/test")
    Tested test(@PathVariable String id, Principal caller) {
        Source source = KnownSource.of(settings, id);
        SourceProbe probe = probes.stream()
                .filter(one -> one.kind().equals(source.kind()))
                .findFirst()
                .orElseThrow(
                        () -> ApiRefusal.badRequest(
                                "A source of kind " + source.kind()
                                        + " is not read by Rollcall, so there is nothing to try. Let its identity provider test the connection."));
        SourceProbe.Probe tried = probe.probe(id);
        audit.record(
                caller.getName(),
                "source.test",
                id,
                JsonNodeFactory.instance.objectNode().put("ok", tried.ok()));
        return new Tested(
                tried.ok(),
                tried.sentence(),
                tried.sample() == null ? null : tried.sample().document(),
                tried.sample() == null ? null : previews.of(id, tried.sample()));
    }
}
