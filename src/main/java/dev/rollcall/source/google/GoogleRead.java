package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.google.GoogleAccess;
import dev.rollcall.google.GoogleTrouble;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One read of a Google source on its way: the body of the route between two pages. */
public final class GoogleRead {
    private static final int RESTARTS = 3;

    /** So many users are asked for one by one; more are looked for in the list. */
    private static final int MOST_ASKED = 50;

    private final Pull pull;
    private final GoogleAccess access;
    private final UserList list;
    private final List<String> paths;
    private OrgUnits units;
    private ListEnd end = new ListEnd();
    private @Nullable String token;
    private boolean begun;
    private boolean oneByOne;
    private long read;
    private int restarts;

    GoogleRead(Pull pull, GoogleAccess access, UserList list, List<String> paths) {
        this.pull = pull;
        this.access = access;
        this.list = list;
        this.paths = List.copyOf(paths);
        this.units = new OrgUnits(paths);
        this.oneByOne = !pull.asked().isEmpty() && pull.asked().size() <= MOST_ASKED;
    }

    /** Whether there is another page to read. A sample has enough with a user of each org unit. */
    public boolean isMore() {
        boolean enough =
                pull.mode() == Pull.Mode.SAMPLE && read > 0 && units.empty().isEmpty();
        return !isWhole() && !enough;
    }

    /** Whether every page of the list was read. */
    boolean isWhole() {
        return begun && token == null;
    }

    /** The org units of which no user was seen until now, quoted; empty where there is none. */
    String unseen() {
        return units.empty().isEmpty() ? "" : quoted(units.empty());
    }

    /** Reads a page and hands it over. A page token that ran out makes the read begin again. */
    void next() {
        if (oneByOne && areAsked()) {
            begun = true;
            return;
        }
        UserPage page;
        try {
            page = list.page(token, pull.mode() == Pull.Mode.KEYS);
        } catch (IOException e) {
            if (token != null && restarts < RESTARTS && GoogleTrouble.isBadPageToken(e)) {
                restart();
                return;
            }
            GoogleTrouble trouble = GoogleTrouble.of(e, access);
            throw new PullFailure(trouble.sentence(), trouble.passing(), e);
        }
        String missing = end.missing(page);
        if (missing != null) {
            throw new PullFailure(
                    missing + ", so the list of users has no end. Check root-url of " + access.settings()
                            + " and any proxy on the way.",
                    true,
                    null);
        }
        handOver(page.users());
        token = page.nextPageToken();
        begun = true;
    }

    /** Whether it is clear of each of the users that are asked for whether they are there; else the list is read. */
    private boolean areAsked() {
        try {
            handOver(list.those(pull.asked()));
            return true;
        } catch (IOException e) {
            oneByOne = false;
            return false;
        }
    }

    private void restart() {
        restarts++;
        begun = false;
        token = null;
        read = 0;
        units = new OrgUnits(paths);
        end = new ListEnd();
        pull.restart();
    }

    /** Hands over a page without users, too: so the read hears when its run was ended. */
    private void handOver(List<ObjectNode> users) {
        List<ObjectNode> covered = users.stream()
                .filter(user -> units.covers(user.path("orgUnitPath").asText()))
                .toList();
        read += covered.size();
        if (pull.mode() == Pull.Mode.KEYS) {
            pull.keys(covered.stream().map(user -> user.path("id").asText()).toList());
        } else {
            List<PulledUser> pulled = new ArrayList<>(covered.size());
            for (ObjectNode user : covered) {
                pulled.add(new PulledUser(user.path("id").asText(), GoogleUsers.sourceUser(user)));
            }
            pull.page(pulled);
        }
    }

    /** Proves that the read was whole, and says so; of a sample, what its pages prove. */
    void finish() {
        if (oneByOne) {
            pull.complete(null);
            return;
        }
        if (read == 0) {
            throw new PullFailure(
                    paths.isEmpty()
                            ? "Google gave no user at all, which is never taken for an empty company. Check customer and"
                                    + " domain of " + access.settings() + "."
                            : "Google gave no user of the org units " + quoted(paths) + ". Check org-units of "
                                    + access.settings() + ".",
                    false,
                    null);
        }
        if (!isWhole()) {
            return;
        }
        if (!units.empty().isEmpty()) {
            throw new PullFailure(
                    "No user is in the org unit " + quoted(units.empty())
                            + ", so it is misspelt, renamed or gone. Correct org-units of " + access.settings()
                            + ", or remove it there if it is empty.",
                    false,
                    null);
        }
        if (pull.mode() != Pull.Mode.SAMPLE) {
            pull.complete(null);
        }
    }

    private static String quoted(List<String> paths) {
        return "'" + String.join("', '", paths) + "'";
    }
}
