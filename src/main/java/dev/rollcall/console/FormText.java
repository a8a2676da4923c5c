package dev.rollcall.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what people type into forms. */
final class FormText {
    private FormText() {}

    /** {@code key = value}, one a line. */
    static Map<String, String> pairs(String lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int equals = line.lastIndexOf('=');
            if (equals > 0) {
                pairs.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        return pairs;
    }

    /** The pieces that are not blank, each without blanks around it. */
    static List<String> split(String text, String separator) {
        List<String> pieces = new ArrayList<>();
        for (String piece : text.split(separator, -1)) {
            if (!piece.isBlank()) {
                pieces.add(piece.strip());
            }
        }
        return pieces;
    }

    /** The lines that are not blank, each without blanks around it. */
    static String lines(@Nullable String text) {
        return text == null ? "" : String.join("\n", split(text, "\n"));
    }

    /** What was typed, without blanks around it; empty where nothing was. */
    static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
