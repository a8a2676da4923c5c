package dev.rollcall.settings;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is read at start, and so is application.yaml's alone. The database's address is among it as a driver can run code that
 * it names: for those who may change files.
 */
final class FileOnly {
    private static final List<String> KEYS = List.of(
            "data-dir",
            "admin",
            "settings",
            "delivery.poll",
            "adoption.poll",
            "notifications.poll",
            "targets.jdbc.url");

    private FileOnly() {}

    /**
     * Takes these keys out of a patch that repeats what is so now, such as all settings sent back.
     *
     * @param now the settings in force, with masked secrets
     * @return a problem for each key that would be changed
     */
    static List<String> takenOut(ObjectNode patch, ObjectNode now) {
        List<String> problems = new ArrayList<>();
        for (String key : KEYS) {
            JsonPointer place = JsonPointer.compile("/" + key.replace('.', '/'));
            JsonNode sent = patch.at(place);
            if (sent.isNull()) {
                continue; // takes back what an older version may have stored
            }
            if (!sent.isMissingNode() && !sent.equals(now.at(place))) {
                problems.add("rollcall." + key + " is read at the start only and cannot be changed here."
                        + " Change application.yaml and start Rollcall again.");
            } else if (patch.at(place.head()) instanceof ObjectNode parent) {
                parent.remove(place.last().getMatchingProperty());
            }
        }
        return problems;
    }
}
