package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of docs/ describe every key that there is below {@code rollcall}, and none that there is not. */
class DocumentedSettingsTest {
    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
    private static final Pattern KEY = Pattern.compile("`([^`]+)`");
    private static final String SOURCE = "sources.<id>.";

    @Test
    void everyKeyIsDescribedAndNoOther() throws IOException {
        Set<String> known = new TreeSet<>();
        keys(KnownKeys.ROOT, "", known);
        Set<String> told = told();

        assertThat(known)
                .allSatisfy(key -> assertThat(told)
                        .as("a key that describes %s", key)
                        .anySatisfy(one -> assertThat(isOrHolds(one, key)).isTrue()));
        assertThat(told)
                .allSatisfy(one -> assertThat(known)
                        .as("a key that %s describes", one)
                        .anySatisfy(key -> assertThat(isOrHolds(one, key)).isTrue()));
    }

    private static boolean isOrHolds(String block, String key) {
        return key.equals(block) || key.startsWith(block + ".") || key.startsWith(block + "[]");
    }

    /** All places where a value may stand. */
    private static void keys(Key key, String path, Set<String> found) {
        if (key instanceof Key.Fixed fixed) {
            fixed.keys().forEach((name, below) -> keys(below, path.isEmpty() ? name : path + "." + name, found));
        } else if (key instanceof Key.ByKind kinds) {
            kinds.kinds().values().forEach(kind -> keys(kind, path, found));
        } else if (key instanceof Key.Named named && !(named.of() instanceof Key.Value)) {
            keys(named.of(), path + ".<id>", found);
        } else if (key instanceof Key.ListOf list && !(list.of() instanceof Key.Value)) {
            keys(list.of(), path + "[]", found);
        } else {
            found.add(path);
        }
    }

    private static Set<String> told() throws IOException {
        Set<String> told = new TreeSet<>();
        String settings = Files.readString(Path.of("docs/settings.md"));
        Map<String, String> prefixes = Map.of("Sources", SOURCE, "Sources that are read", SOURCE);
        for (String section : settings.split("(?m)^##+ ")) {
            String title = section.lines().findFirst().orElse("");
            if (title.startsWith("Outside")) {
                break;
            }
            add(section, prefixes.getOrDefault(title, ""), told);
        }
        add(table("docs/notifications.md", "| key | default |"), "notifications.", told);
        add(table("docs/connect-google-workspace.md", "| key | default |"), SOURCE, told);
        return told;
    }

    private static String table(String page, String head) throws IOException {
        String text = Files.readString(Path.of(page));
        int start = text.indexOf(head);
        return text.substring(start, text.indexOf("\n\n", start));
    }

    /** The keys of first columns; one that begins with a dot goes on where the key before it does. */
    private static void add(String text, String prefix, Set<String> told) {
        for (MatchResult row : FIRST_COLUMN.matcher(text).results().toList()) {
            String before = "";
            List<MatchResult> keys = KEY.matcher(row.group(1)).results().toList();
            for (MatchResult key : keys) {
                String name = key.group(1);
                String whole = name.startsWith(".") ? before.substring(0, before.lastIndexOf('.')) + name : name;
                told.add(prefix + whole);
                before = whole;
            }
        }
    }
}
