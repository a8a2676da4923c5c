package dev.rollcall.source.ldap;

import dev.rollcall.source.Pull;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a read is: at which page of which search. One search a base, or a few where only some users are asked for. */
final class Searches {
    /** Filters of that many keys are short enough for every server. */
    private static final int TOGETHER = 100;

    private final List<String> bases;
    private final List<String> among = new ArrayList<>();
    private final boolean closes;
    private int base;
    private int part;
    private boolean closing;
    private byte @Nullable [] cookie;

    /** Those of a read that has not begun. */
    Searches(LdapSource source, Pull pull) {
        bases = source.bases();
        closes = bases.size() > 1 && pull.mode() != Pull.Mode.SAMPLE;
        List<String> asked = pull.asked();
        for (int from = 0; from < asked.size(); from += TOGETHER) {
            among.add(source.profile().keyed(asked.subList(from, Math.min(from + TOGETHER, asked.size()))));
        }
    }

    /** Where the next page is searched; after the last one, where that was. */
    String base() {
        return bases.get(Math.min(base, bases.size() - 1));
    }

    /** What the next page is searched by. */
    String filter(Terms terms) {
        String filter = closing ? terms.changedSinceStart() : terms.filter();
        return among.isEmpty() ? filter : Filters.and(filter, among.get(part));
    }

    /** Where the next page begins; {@code null}: a search begins with it. */
    byte @Nullable [] cookie() {
        return cookie;
    }

    /** A page came. Whether there is another one. */
    boolean goOn(byte[] next) {
        cookie = next.length > 0 ? next : null;
        if (cookie != null) {
            return true;
        }
        if (++part < among.size()) {
            return true;
        }
        part = 0;
        if (++base < bases.size()) {
            return true;
        }
        if (closes && !closing) {
            // Somebody may have moved, meanwhile, from a base that was to come into one that was done.
            closing = true;
            base = 0;
            return true;
        }
        return false;
    }
}
