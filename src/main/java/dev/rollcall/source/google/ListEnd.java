package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.SeenKeys;
import org.jspecify.annotations.Nullable;

/**
 * Tells a long list of users from one that has no end, as a proxy or a gateway on the way may give it: its page tokens or its
 * users come again. Keeps 16 bytes of each.
 */
final class ListEnd {
    /** Google may give pages without users where it leaves many out; this is as many as half a million users fill. */
    static final int MOST_EMPTY = 1000;

    private final SeenKeys tokens = new SeenKeys();
    private final SeenKeys users = new SeenKeys();
    private int empty;

    /** What shows that no end comes, as the beginning of a sentence; {@code null} while it may. The last page is one. */
    @Nullable
    String missing(UserPage page) {
        boolean news = false;
        for (ObjectNode user : page.users()) {
            news |= users.add(user.path("id").asText());
        }
        empty = page.users().isEmpty() ? empty + 1 : 0;
        if (page.nextPageToken() == null) {
            return null;
        }
        if (!tokens.add(page.nextPageToken())) {
            return "Google gave the same page again";
        }
        if (empty > MOST_EMPTY) {
            return "Google gave more than " + MOST_EMPTY + " pages without a user, one after another";
        }
        // Pages shift while users come and go, but never by a whole page.
        return news || page.users().isEmpty() ? null : "Google gave a page of users again";
    }
}
