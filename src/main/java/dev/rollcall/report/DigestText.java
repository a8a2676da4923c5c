package dev.rollcall.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/** A digest in words: as plain text and as HTML, in which everything that came from outside is escaped. */
final class DigestText {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST = 200;

    private DigestText() {}

    /**
     * A part of the digest.
     *
     * @param fresh how many came up since the last digest; {@code concerns} may have fewer
     * @param waiting how many wait in all
     */
    record Section(String heading, String link, List<Concern> concerns, long fresh, long waiting) {}

    static String subject(String application, List<Section> sections) {
        long fresh = fresh(sections);
        return line("Rollcall: " + fresh + (fresh == 1 ? " matter needs" : " matters need") + " a person ("
                + line(application) + ")");
    }

    static String text(String application, List<Section> sections) {
        StringBuilder text = new StringBuilder(intro(application, sections)).append("\n");
        for (Section section : sections) {
            text.append("\n")
                    .append(line(section.heading()))
                    .append(" (")
                    .append(counts(section))
                    .append(")\n")
                    .append(section.link())
                    .append("\n");
            for (Concern concern : section.concerns()) {
                text.append("  * ")
                        .append(line(concern.name()))
                        .append(": ")
                        .append(line(concern.what()))
                        .append(", ")
                        .append(when(concern.at()))
                        .append("\n");
            }
            if (section.fresh() > section.concerns().size()) {
                text.append("  and ")
                        .append(section.fresh() - section.concerns().size())
                        .append(" more\n");
            }
        }
        return text.append("\nThe codes are explained in Rollcall's docs/troubleshooting.md.\n")
                .toString();
    }

    static String html(String application, List<Section> sections) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><p>")
                .append(escaped(intro(application, sections)))
                .append("</p>");
        for (Section section : sections) {
            html.append("<h3><a href=\"")
                    .append(escaped(section.link()))
                    .append("\">")
                    .append(escaped(section.heading()))
                    .append("</a></h3><p>")
                    .append(escaped(counts(section)))
                    .append("</p><ul>");
            for (Concern concern : section.concerns()) {
                html.append("<li><b>")
                        .append(escaped(concern.name()))
                        .append("</b>: ")
                        .append(escaped(concern.what()))
                        .append(", ")
                        .append(escaped(when(concern.at())))
                        .append("</li>");
            }
            if (section.fresh() > section.concerns().size()) {
                html.append("<li>and ")
                        .append(section.fresh() - section.concerns().size())
                        .append(" more</li>");
            }
            html.append("</ul>");
        }
        return html.append("<p>The codes are explained in Rollcall's docs/troubleshooting.md.</p></body></html>")
                .toString();
    }

    private static String intro(String application, List<Section> sections) {
        long fresh = fresh(sections);
        return fresh + (fresh == 1 ? " matter came up" : " matters came up") + " between the directories and "
                + line(application) + " that Rollcall cannot settle by itself.";
    }

    private static String counts(Section section) {
        return section.fresh() + " new, " + section.waiting() + " waiting in all";
    }

    private static long fresh(List<Section> sections) {
        return sections.stream().mapToLong(Section::fresh).sum();
    }

    private static String when(Instant at) {
        return WHEN.format(at) + " UTC";
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(line(text), "UTF-8");
    }

    /** One line without control characters, so that no name can begin a header or a line of its own. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST + 1));
        text.codePoints().forEach(c -> {
            boolean plain = !Character.isISOControl(c)
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.SURROGATE;
            line.appendCodePoint(plain ? c : ' ');
        });
        String stripped = line.toString().strip();
        int points = stripped.codePointCount(0, stripped.length());
        return points > LONGEST ? stripped.substring(0, stripped.offsetByCodePoints(0, LONGEST)) + "…" : stripped;
    }
}
