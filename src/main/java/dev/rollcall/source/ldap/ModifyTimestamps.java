package dev.rollcall.source.ldap;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The time stamps of a read ({@code modifyTimestamp}, RFC 4512 section 3.4.4), and from which of them on the next read
 * looks for changes. An entry that was written while a clock was wrong may have a time that is still to come; from there
 * on, no change would be seen until then.
 */
final class ModifyTimestamps {
    /** Writes take a while between their time stamp and their end. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** As many digits as a time stamp has up to its seconds (RFC 4517 section 3.3.13). */
    private static final int SECOND = 14;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Instant began;
    private @Nullable String newest;
    private boolean ahead;

    /**
     * Those of a read.
     *
     * @param known where it begins itself; {@code null}: it reads everybody
     * @param began when it began
     */
    ModifyTimestamps(@Nullable String known, Instant began) {
        this.began = began;
        if (known != null) {
            see(known);
        }
    }

    /** Takes notice of one. */
    void see(String timestamp) {
        String second = timestamp.length() < SECOND ? "" : timestamp.substring(0, SECOND) + "Z";
        if (!isTime(second)) {
            return;
        }
        if (second.compareTo(TIME.format(began)) > 0) {
            ahead = true;
        } else if (newest == null || newest.compareTo(second) < 0) {
            newest = second;
        }
    }

    private static boolean isTime(String text) {
        return text.length() == SECOND + 1 && text.chars().limit(SECOND).allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Where the next read of changes begins, {@code null} where there was no time stamp. That is never after the server's
     * now: where a time stamp is later than this machine's, one of the two clocks is wrong, and the mark is as much
     * earlier as they may be apart.
     */
    @Nullable
    String mark() {
        String safe = TIME.format(began.minus(SKEW));
        return ahead && (newest == null || newest.compareTo(safe) > 0) ? safe : newest;
    }

    /** Whether a mark lies so far after a read's beginning that the clocks cannot be the cause. */
    static boolean isToCome(String mark, Instant began) {
        return mark.compareTo(TIME.format(began.plus(SKEW))) > 0;
    }

    /**
     * Where a change was in a second before {@code mark}: a time before it, by whichever clock; else {@code null}.
     *
     * @param change begins with its time stamp
     */
    static @Nullable Instant surelyBefore(String change, String mark) {
        String second = change.length() < SECOND ? "" : change.substring(0, SECOND) + "Z";
        return isTime(second) && second.compareTo(mark) < 0
                ? TIME.parse(second, Instant::from).minus(SKEW)
                : null;
    }

    /** The filter of what was changed since a read began, by whichever clock. */
    static String since(Instant began) {
        return filter(began.minus(SKEW));
    }

    /** The filter of what was changed since a mark. */
    static String since(String mark) {
        return filter(TIME.parse(mark, Instant::from).minus(OVERLAP));
    }

    private static String filter(Instant time) {
        return "(modifyTimestamp>=" + TIME.format(time) + ")";
    }
}
