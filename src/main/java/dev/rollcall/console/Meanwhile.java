package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.SettingsVersions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Finds out whether somebody else saved what a form shows after the form was loaded. Forms send all they show, so the second of
 * two admins would take the first one's change back without having seen it.
 */
@Component
final class Meanwhile {
    /** More versions than anybody makes while a form is open. */
    private static final int MOST = 200;

    private final SettingsVersions versions;

    Meanwhile(SettingsVersions versions) {
        this.versions = versions;
    }

    /**
     * What has to be said before the form is saved; empty where nothing came between. A form that is shown again has the newer
     * version, so that saving it again is a decision.
     *
     * @param form with the version of the settings that it was made from, as {@code version}
     * @param concerns whether a version's difference touches what the form shows
     */
    List<String> problems(Map<String, String> form, Predicate<ObjectNode> concerns) {
        String shown = form.getOrDefault("version", "");
        if (!shown.matches("\\d{1,18}")) {
            return List.of();
        }
        return versions.upTo(Long.MAX_VALUE, MOST).stream()
                .takeWhile(version -> version.version() > Long.parseLong(shown))
                .filter(version -> concerns.test(version.difference()))
                .findFirst()
                .map(version -> List.of("'" + version.author()
                        + "' saved a change of the same settings after you opened this page (version "
                        + version.version()
                        + "). Nothing of yours is saved; it stands below. Look under Settings at what was changed, then save again to"
                        + " put yours in its place."))
                .orElse(List.of());
    }

    /** A source's own settings in a difference; an empty object where it has none. */
    static ObjectNode source(ObjectNode difference, String id) {
        return difference.path("sources").path(id) instanceof ObjectNode source ? source : difference.objectNode();
    }
}
