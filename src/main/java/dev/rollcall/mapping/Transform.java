package dev.rollcall.mapping;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** One step that values go through on their way to a member field. The vocabulary is closed; compiled once. */
final class Transform {
    static final String VOCABULARY =
            "trim, lower, upper, title, digits, date(format), split(sep,n), join(sep), prefix(text), suffix(text)";

    private final Step step;

    private Transform(Step step) {
        this.step = step;
    }

    /**
     * Compiles a transform such as {@code lower} or {@code split(-,2)}: the second part, counted from 1, from the end
     * where the number is negative; without a number all parts. An argument may stand in quotes.
     *
     * @throws IllegalArgumentException for what is not in the vocabulary
     */
    static Transform parse(String text) {
        String written = ComparableText.clean(text);
        int open = written.indexOf('(');
        if (open >= 0 && !written.endsWith(")")) {
            throw new IllegalArgumentException("transform '" + written + "' has no closing bracket");
        }
        String name = (open < 0 ? written : written.substring(0, open)).toLowerCase(Locale.ROOT);
        String argument = open < 0 ? "" : written.substring(open + 1, written.length() - 1);
        if (open < 0 || argument.isEmpty()) {
            return switch (name) {
                case "trim" -> each(ComparableText::clean);
                case "lower" -> each(value -> value.toLowerCase(Locale.ROOT));
                case "upper" -> each(value -> value.toUpperCase(Locale.ROOT));
                case "title" -> each(Transform::title);
                case "digits" -> each(Transform::digits);
                case "date", "split", "join", "prefix", "suffix" ->
                    throw new IllegalArgumentException(
                            "transform '" + name + "' needs an argument in brackets; known: " + VOCABULARY);
                default -> throw unknown(written);
            };
        }
        return switch (name) {
            case "date" -> date(unquoted(argument));
            case "split" -> split(argument);
            case "join" -> join(unquoted(argument));
            case "prefix" -> each(value -> unquoted(argument) + value);
            case "suffix" -> each(value -> value + unquoted(argument));
            default -> throw unknown(written);
        };
    }

    /** The values after the step; values that the step cannot read are added to {@code faults} in words. */
    List<String> apply(List<String> values, List<String> faults) {
        List<String> made = new ArrayList<>(values.size());
        step.apply(values, made, faults);
        made.removeIf(String::isBlank);
        return made;
    }

    private static Transform each(UnaryOperator<String> change) {
        return new Transform((values, made, faults) -> {
            for (String value : values) {
                made.add(change.apply(value));
            }
        });
    }

    private static Transform date(String pattern) {
        DateTimeFormatter format;
        try {
            format = Dates.strict(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "transform 'date(" + pattern + ")' has no date pattern such as dd/MM/yyyy", e);
        }
        if (!Dates.isDateForm(format)) {
            throw new IllegalArgumentException("transform 'date(" + pattern
                    + ")' reads no date: a pattern needs day, month and year, such as dd/MM/yyyy (mm are minutes,"
                    + " DD is the day of the year, YYYY the year of the week)");
        }
        return new Transform((values, made, faults) -> {
            for (String value : values) {
                String iso = Dates.isoDate(value, format);
                if (iso == null) {
                    faults.add(Quote.of(value) + " is not a date of the form " + Quote.line(pattern));
                } else {
                    made.add(iso);
                }
            }
        });
    }

    private static Transform split(String argument) {
        int comma = argument.lastIndexOf(',');
        int number = comma > 0 ? number(argument.substring(comma + 1)) : 0;
        if (number == 0 && comma > 0 && argument.substring(comma + 1).strip().equals("0")) {
            throw new IllegalArgumentException("transform 'split(" + argument
                    + ")' has no part 0; the first is 1, the last -1, and without a number all are taken");
        }
        String separator = unquoted(number == 0 ? argument : argument.substring(0, comma));
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("transform 'split(" + argument + ")' has no separator");
        }
        return new Transform((values, made, faults) -> {
            for (String value : values) {
                List<String> parts = parts(value, separator);
                if (number == 0) {
                    made.addAll(parts);
                } else if (Math.abs((long) number) <= parts.size()) {
                    made.add(parts.get(number > 0 ? number - 1 : parts.size() + number));
                }
            }
        });
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> parts(String value, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = value.indexOf(separator); end >= 0; end = value.indexOf(separator, start)) {
            parts.add(ComparableText.clean(value.substring(start, end)));
            start = end + separator.length();
        }
        parts.add(ComparableText.clean(value.substring(start)));
        return parts;
    }

    private static Transform join(String separator) {
        return new Transform((values, made, faults) -> {
            if (!values.isEmpty()) {
                made.add(String.join(separator, values));
            }
        });
    }

    private static String title(String value) {
        StringBuilder text = new StringBuilder(value.length());
        boolean begins = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(begins ? Character.toTitleCase(c) : Character.toLowerCase(c));
            begins = !Character.isLetterOrDigit(c) && c != '\'' && c != '’' && !Character.isSurrogate(c);
        }
        return text.toString();
    }

    private static String digits(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints().map(c -> Character.digit(c, 10)).filter(d -> d >= 0).forEach(text::append);
        return text.toString();
    }

    private static String unquoted(String argument) {
        int last = argument.length() - 1;
        boolean quoted = last > 0
                && (argument.charAt(0) == '"' || argument.charAt(0) == '\'')
                && argument.charAt(last) == argument.charAt(0);
        return quoted ? argument.substring(1, last) : argument;
    }

    private static IllegalArgumentException unknown(String written) {
        return new IllegalArgumentException("transform '" + written + "' does not exist; known: " + VOCABULARY);
    }

    private interface Step {
        void apply(List<String> values, List<String> made, List<String> faults);
    }
}
