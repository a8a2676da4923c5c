package dev.rollcall.source.ldap;

import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/** What a read of one server goes by: filter, attributes, groups, and where the next read of changes begins. */
final class Terms {
    /** Writes take a while between their time stamp and their end. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** As many digits as a time stamp has up to its seconds (RFC 4517 section 3.3.13). */
    private static final int SECOND = 14;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String searched;
    private final String filter;
    private final String changedSinceStart;
    private final List<String> attributes;
    private final Groups groups;
    private final RootDse root;
    private final Watermark start;
    private @Nullable String newest;

    private Terms(
            String searched,
            String filter,
            String changedSinceStart,
            List<String> attributes,
            Groups groups,
            RootDse root,
            Watermark start) {
        this.searched = searched;
        this.filter = filter;
        this.changedSinceStart = changedSinceStart;
        this.attributes = attributes;
        this.groups = groups;
        this.root = root;
        this.start = start;
        this.newest = start.time();
    }

    /**
     * Asks the server what the read needs to know of it.
     *
     * @param searched the filter of the route
     * @param attributes what the route asks for
     * @throws FullReadNeeded if only changes are to be read and cannot be told
     */
    static Terms agree(
            LdapSource source,
            Pull pull,
            URI server,
            PagedContext context,
            String searched,
            List<String> attributes,
            Clock clock)
            throws NamingException {
        Watermark before = pull.mode() == Pull.Mode.CHANGES ? Watermark.parse(pull.watermark()) : null;
        RootDse root = RootDse.of(context);
        boolean counts = source.profile() == Profile.ACTIVE_DIRECTORY;
        Groups groups = pull.mode() == Pull.Mode.KEYS ? Groups.NONE : Groups.read(source, server, context, root);
        Watermark now = new Watermark(
                root.identity() == null ? LdapFailures.where(server) : root.identity(),
                source.bases(),
                searched,
                attributes.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                groups.fingerprint(),
                counts ? root.usn() : -1,
                before == null ? null : before.time());
        String since = counts
                ? "(uSNChanged>=" + (root.usn() + 1) + ")"
                : since(clock.instant().minus(SKEW));
        String filter = searched;
        if (before != null) {
            before.mustFit(now);
            filter = Filters.and(searched, before.changed());
        }
        return new Terms(searched, filter, Filters.and(searched, since), attributes, groups, root, now);
    }

    static String since(Instant time) {
        return "(modifyTimestamp>=" + TIME.format(time) + ")";
    }

    /** What a time stamp of the server minus the overlap finds. */
    static String sinceAbout(String timestamp) {
        Instant time = TIME.parse(timestamp.substring(0, SECOND) + "Z", Instant::from);
        return since(time.minus(OVERLAP));
    }

    /** Takes notice of when an entry was changed. */
    void changed(SearchResult entry) throws NamingException {
        if (start.usn() >= 0) {
            return;
        }
        for (String time : RootDse.values(entry.getAttributes(), "modifyTimestamp")) {
            String second = time.length() < SECOND ? "" : time.substring(0, SECOND) + "Z";
            if (isTime(second) && (newest == null || newest.compareTo(second) < 0)) {
                newest = second;
            }
        }
    }

    private static boolean isTime(String text) {
        return text.length() == SECOND + 1 && text.chars().limit(SECOND).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Where the next read of changes begins; {@code null} where this server's changes cannot be told. */
    @Nullable
    String watermark() {
        if (start.usn() < 0 && newest == null) {
            return null;
        }
        return new Watermark(
                        start.server(),
                        start.bases(),
                        start.filter(),
                        start.attributes(),
                        start.groups(),
                        start.usn(),
                        start.usn() < 0 ? newest : null)
                .text();
    }

    /** The filter of the route. */
    String searched() {
        return searched;
    }

    /** The filter for this read. */
    String filter() {
        return filter;
    }

    /** What changed since this read began. */
    String changedSinceStart() {
        return changedSinceStart;
    }

    List<String> attributes() {
        return attributes;
    }

    Groups groups() {
        return groups;
    }

    RootDse root() {
        return root;
    }
}
