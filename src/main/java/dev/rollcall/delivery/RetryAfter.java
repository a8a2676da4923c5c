package dev.rollcall.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or one of the three forms of an HTTP date. */
public final class RetryAfter {
    /** No target is left alone for longer than this, whatever it asks for. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** A target that names a time in the past is left alone for a moment all the same. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final List<DateTimeFormatter> DATES = List.of(
            format("EEE, d MMM yyyy HH:mm:ss 'GMT'"),
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.US),
            format("EEE MMM ppd HH:mm:ss yyyy"));

    private RetryAfter() {}

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.US);
    }

    /**
     * How long to leave the target alone.
     *
     * @param value the header, or {@code null} where it is absent
     * @param date the answer's {@code Date} header: a date is meant by the target's clock, which may differ from ours
     * @param now our time, for answers without a {@code Date}
     * @return between {@link #SHORTEST} and {@link #LONGEST}; {@code null} where the header is absent or means nothing
     */
    public static @Nullable Duration of(@Nullable String value, @Nullable String date, Instant now) {
        String text = value == null ? "" : value.trim();
        if (text.isEmpty()) {
            return null;
        }
        if (text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            return bounded(seconds(text));
        }
        Instant until = instant(text);
        if (until == null) {
            return null;
        }
        Instant theirs = date == null ? null : instant(date.trim());
        return bounded(Duration.between(theirs == null ? now : theirs, until));
    }

    /** The same for answers of which only the one header is known. */
    public static @Nullable Duration of(@Nullable String value) {
        return of(value, null, Instant.now());
    }

    /** {@code asked} within {@link #SHORTEST} and {@link #LONGEST}. */
    public static Duration bounded(Duration asked) {
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration seconds(String text) {
        double seconds = Double.parseDouble(text);
        return Duration.ofMillis((long) Math.ceil(Math.min(seconds, LONGEST.toSeconds()) * 1000));
    }

    private static @Nullable Instant instant(String text) {
        for (DateTimeFormatter format : DATES) {
            try {
                return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                // One of the other forms, or nothing that means a time.
            }
        }
        return null;
    }
}
