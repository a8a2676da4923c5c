package dev.rollcall.source.ldap;

import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * What a read of one server goes by: filter, attributes, groups, and where the next read of changes begins.
 *
 * @param searched the filter of the route
 * @param filter the filter for this read
 * @param changedSinceStart the filter of what changed since this read began
 * @param start what the next read of changes begins with, but for the newest of {@code times}
 */
record Terms(
        String searched,
        String filter,
        String changedSinceStart,
        List<String> attributes,
        Groups groups,
        RootDse root,
        Watermark start,
        ModifyTimestamps times) {
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
        Instant began = clock.instant();
        RootDse root = RootDse.of(context);
        boolean counts = source.profile() == Profile.ACTIVE_DIRECTORY;
        Groups groups = pull.mode() == Pull.Mode.KEYS ? Groups.NONE : Groups.read(source, server, context, root);
        String name = root.identity() == null ? LdapFailures.where(server) : root.identity();
        Watermark last = Watermark.known(pull.watermark());
        Watermark now = new Watermark(
                name,
                source.bases(),
                searched,
                attributes.stream()
                        .map(attribute -> attribute.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                groups.fingerprint(),
                counts ? root.usn() : -1,
                before == null ? null : before.time(),
                !counts || last == null ? null : last.isOf(name, root.usn()) ? last.since() : began.toString());
        if (last != null && pull.mode() == Pull.Mode.KEYS) {
            Instant knownUntil = counts ? now.knownUntil(began) : root.knownUntil(context, source.bases(), last.time());
            if (knownUntil != null) {
                pull.mayNotKnow(knownUntil);
            }
        }
        String since = counts ? "(uSNChanged>=" + (root.usn() + 1) + ")" : ModifyTimestamps.since(began);
        String filter = searched;
        if (before != null) {
            before.mustFit(now, began);
            filter = Filters.and(searched, before.changed());
        }
        ModifyTimestamps times = new ModifyTimestamps(now.time(), began);
        return new Terms(searched, filter, Filters.and(searched, since), attributes, groups, root, now, times);
    }

    /** Takes notice of when an entry was changed. */
    void changed(SearchResult entry) throws NamingException {
        if (start.usn() >= 0) {
            return;
        }
        for (String time : RootDse.values(entry.getAttributes(), "modifyTimestamp")) {
            times.see(time);
        }
    }

    /** Where the next read of changes begins; {@code null} where this server's changes cannot be told. */
    @Nullable
    String watermark() {
        String mark = start.usn() < 0 ? times.mark() : null;
        if (start.usn() < 0 && mark == null) {
            return null;
        }
        return start.withTime(mark).text();
    }
}
