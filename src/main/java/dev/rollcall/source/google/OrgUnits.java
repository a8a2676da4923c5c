package dev.rollcall.source.google;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The org units that a source reads, with all below them. The whole list is read and others are left out here: a query
 * by org unit would ask Google's search index, which lags behind and loses whoever moves between two queries.
 */
final class OrgUnits {
    private final List<String> units;
    private final Set<String> empty;

    OrgUnits(List<String> paths) {
        this.units = paths.stream().map(OrgUnits::plain).distinct().toList();
        this.empty = new HashSet<>(units);
    }

    /** Whether a user of this org unit is read. */
    boolean covers(String path) {
        if (units.isEmpty()) {
            return true;
        }
        String user = plain(path);
        boolean covered = false;
        for (String unit : units) {
            if (unit.equals("/") || user.equals(unit) || user.startsWith(unit + "/")) {
                empty.remove(unit);
                covered = true;
            }
        }
        return covered;
    }

    /** Units of which no user was seen: misspelt, renamed, or not there any more. */
    List<String> empty() {
        return units.stream().filter(empty::contains).toList();
    }

    private static String plain(String path) {
        String lower = path.strip().toLowerCase(Locale.ROOT);
        while (lower.length() > 1 && lower.endsWith("/")) {
            lower = lower.substring(0, lower.length() - 1);
        }
        return lower.startsWith("/") ? lower : "/" + lower;
    }
}
