package dev.rollcall.source.google;

import dev.rollcall.google.KeyFile;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.Source.Google;
import dev.rollcall.settings.SourceWarnings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What must hold of a Google source's settings, and what an admin should know of its key file. */
@Component
final class GoogleCheck implements SettingsCheck, SourceWarnings {
    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        settings.sources().forEach((id, source) -> {
            if (source.google() != null) {
                problems("rollcall.sources." + id, source.google(), problems);
                problems.addAll(UserList.access(id, source.google()).problems());
            }
        });
        return problems;
    }

    private static void problems(String key, Google google, List<String> problems) {
        if (!google.customer().isBlank() && !google.domain().isBlank()) {
            problems.add(key + " has a customer and a domain. Keep one of them: domain for the users of one domain,"
                    + " customer for all.");
        }
        if (!google.delegate().matches("[^@\\s]+@[^@\\s]+")) {
            problems.add(
                    key + ".delegate must be the address of the administrator for whom the service account reads.");
        }
        for (String unit : google.orgUnits()) {
            if (!unit.strip().startsWith("/")) {
                problems.add(key + ".org-units: '" + unit + "' is not a path. Write it like /Staff or /Staff/Berlin.");
            }
        }
    }

    @Override
    public List<String> warnings(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        return source == null || source.google() == null
                ? List.of()
                : KeyFile.warnings(UserList.access(sourceId, source.google()));
    }
}
