package dev.rollcall.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads dates strictly: 30 February is no date, and 01/02 is nobody's guess. */
final class Dates {
    private static final int LONGEST = 64;
    private static final DateTimeFormatter LDAP = strict("uuuuMMddHHmmss[.S]X");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private Dates() {}

    /**
     * A formatter for a pattern of {@link DateTimeFormatter}; {@code yyyy} and {@code uuuu} both mean the year.
     *
     * @throws IllegalArgumentException for a pattern that is none
     */
    static DateTimeFormatter strict(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Whether texts of the form are dates: one that lacks the month, say, can never be read. */
    static boolean isDateForm(DateTimeFormatter format) {
        try {
            String example = format.format(LocalDateTime.of(2026, 1, 31, 9, 30).atOffset(ZoneOffset.UTC));
            return isoDate(example, format) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The date in ISO form, or {@code null} where the text is no date of the format. */
    static @Nullable String isoDate(String text, DateTimeFormatter format) {
        try {
            return plain(LocalDate.parse(text, format));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** ISO date from an ISO date, an ISO date-time or LDAP's generalized time; {@code null} for anything else. */
    static @Nullable String isoDate(String text) {
        TemporalAccessor read = read(text);
        return read == null ? null : plain(LocalDate.from(read));
    }

    /** ISO date-time, in UTC where the text has a zone; {@code null} for anything else. */
    static @Nullable String isoDateTime(String text) {
        TemporalAccessor read = read(text);
        if (read == null) {
            return null;
        }
        if (read instanceof OffsetDateTime moment) {
            OffsetDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC);
            return utc.getYear() < 1000 || utc.getYear() > 9999 ? null : SECONDS.format(utc) + "Z";
        }
        return SECONDS.format(read instanceof LocalDate day ? day.atStartOfDay() : read);
    }

    private static @Nullable TemporalAccessor read(String text) {
        if (text.length() < 10 || text.length() > LONGEST) {
            return null;
        }
        try {
            TemporalAccessor read = text.charAt(4) == '-'
                    ? DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            text.length() == 10 ? text + "T00:00:00" : text, OffsetDateTime::from, LocalDateTime::from)
                    : LDAP.parse(text, OffsetDateTime::from);
            int year = read.get(ChronoField.YEAR);
            return year < 1000 || year > 9999 ? null : read;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String plain(LocalDate date) {
        return date.getYear() < 1000 || date.getYear() > 9999 ? null : date.toString();
    }
}
