package dev.rollcall.mapping;

import dev.rollcall.member.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The one line that an identity provider shows its admin: what failed, every faulty field, the way out, the reference
 * codes. Always under 500 characters, without line breaks, HTML or double quotes, because a provider prints it raw.
 */
public final class FailureText {
    /** The text is shorter than this. */
    public static final int LIMIT = 500;

    private static final int LONGEST_NAME = 60;
    private static final String SHARED_WAY_OUT = " Fill or correct them in your identity provider.";

    private FailureText() {}

    /**
     * Tells why a user was not provisioned.
     *
     * @param applicationName the asset system's name
     * @param create whether the user was to be created; otherwise updated
     * @param problems everything that is wrong, at least one
     */
    public static String of(String applicationName, boolean create, List<Problem> problems) {
        String name = Quote.shortened(Quote.line(applicationName), LONGEST_NAME);
        String opening = "Failed to " + (create ? "create" : "update") + " user in " + name + ": ";
        List<Part> parts = problems.stream().map(Part::of).distinct().toList();
        String full = opening + joined(parts, " ", true);
        if (full.length() < LIMIT) {
            return full;
        }
        if (parts.size() == 1) {
            Part only = parts.get(0);
            return opening
                    + Quote.shortened(only.what + only.wayOut, LIMIT - 1 - opening.length() - only.code.length())
                    + only.code;
        }
        String brief = opening + joined(parts, "; ", false) + "." + SHARED_WAY_OUT;
        return brief.length() < LIMIT ? brief : named(opening, parts);
    }

    private static String joined(List<Part> parts, String separator, boolean withWayOut) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(text.isEmpty() ? "" : separator)
                    .append(part.what)
                    .append(withWayOut ? part.wayOut : "")
                    .append(part.code);
        }
        return text.toString();
    }

    /** As many problems in words as leave room for the names of all the other fields. */
    private static String named(String opening, List<Part> parts) {
        for (int told = parts.size() - 1; told > 0; told--) {
            String text = opening
                    + joined(parts.subList(0, told), "; ", false)
                    + rest(parts.subList(told, parts.size()), Integer.MAX_VALUE, true);
            if (text.length() + SHARED_WAY_OUT.length() < LIMIT) {
                return text + SHARED_WAY_OUT;
            }
        }
        int room = LIMIT - 1 - opening.length() - SHARED_WAY_OUT.length();
        return opening + rest(parts, room, false) + SHARED_WAY_OUT;
    }

    /** The names of the fields, as many as there is room for, and how many more there are. */
    private static String rest(List<Part> parts, int room, boolean follows) {
        List<String> labels = new ArrayList<>(
                new LinkedHashSet<>(parts.stream().map(Part::label).toList()));
        String count =
                labels.size() + (follows ? " more " : " faulty ") + (labels.size() == 1 ? "field: " : "fields: ");
        StringBuilder text = new StringBuilder(follows ? "; and " : "").append(count);
        for (int i = 0; i < labels.size(); i++) {
            String label = "'" + labels.get(i) + "'";
            String more = " and " + (labels.size() - i) + " more.";
            if ((long) text.length() + label.length() + 2 + more.length() > room) {
                return text.append(i == 0 ? labels.size() + " of them." : more.substring(1))
                        .toString();
            }
            text.append(label).append(i == labels.size() - 1 ? "." : ", ");
        }
        return text.toString();
    }

    /**
     * One problem in pieces.
     *
     * @param what what is wrong, without a full stop
     * @param wayOut what follows, beginning with the full stop; may be empty
     * @param code the reference, beginning with a blank
     */
    private record Part(String label, String what, String wayOut, String code) {
        static Part of(Problem problem) {
            String sentence = Quote.line(problem.sentence());
            int stop = fullStop(sentence);
            return new Part(
                    Quote.shortened(FaultSentences.label(problem.field()), LONGEST_NAME),
                    sentence.substring(0, stop),
                    sentence.substring(stop),
                    " [" + problem.code().code() + "]");
        }

        /** The first full stop outside quotes that a blank follows. */
        private static int fullStop(String sentence) {
            boolean quoted = false;
            for (int i = 0; i < sentence.length() - 1; i++) {
                char c = sentence.charAt(i);
                if (c == '\'') {
                    quoted = !quoted;
                } else if (c == '.' && !quoted && sentence.charAt(i + 1) == ' ') {
                    return i;
                }
            }
            return sentence.endsWith(".") ? sentence.length() - 1 : sentence.length();
        }
    }
}
