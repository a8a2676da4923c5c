package dev.rollcall.provisioning;

import dev.rollcall.member.Member;
import dev.rollcall.provisioning.Claimants.Found;
import dev.rollcall.provisioning.Claimants.Name;
import dev.rollcall.source.SeenKeys;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.UserKeys;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the users of a plan that were worked out so far do: which names they give up, which of those somebody else takes, and
 * how many become administrators by the unknown-role policy. Who comes after them is held against the state as it will be
 * by then.
 */
public final class PlannedSoFar {
    /** Of more users, names are still those of now: such a plan is put into order while it is carried out. */
    private static final int MOST = 100_000;

    private final SeenKeys given = new SeenKeys();
    private final SeenKeys taken = new SeenKeys();
    private int administrators;

    /** How many became administrators by the unknown-role policy. */
    int administrators() {
        return administrators;
    }

    /** Notes what a user that was accepted does. */
    void accepted(Intake intake) {
        administrators += Checks.makesAdministrator(intake) ? 1 : 0;
        SourceUser user = intake.user();
        if (user == null) {
            return; // a removed user's member keeps its names
        }
        Stored stored = intake.before();
        Set<String> before = stored == null ? Set.of() : names(intake, stored.keys(), stored.member());
        Set<String> after = names(intake, user.keys(), intake.member());
        for (String name : after) {
            if (given.contains(name)) {
                taken.add(name);
            }
        }
        if (given.size() < MOST) {
            before.stream().filter(name -> !after.contains(name)).forEach(given::add);
        }
    }

    private static Set<String> names(Intake intake, @Nullable UserKeys keys, @Nullable Member member) {
        String sourceId = intake.intent().sourceId();
        Set<String> names = new HashSet<>();
        if (keys != null) {
            add(names, sourceId, Name.USER_NAME, keys.userName());
            add(names, sourceId, Name.EMAIL, Normalisation.email(keys.email(), keys.userName()));
        }
        if (member != null) {
            add(names, sourceId, Name.EMAIL, member.field("email"));
        }
        return names;
    }

    private static void add(Set<String> names, String sourceId, Name name, @Nullable String value) {
        if (value != null) {
            names.add(key(sourceId, name, value));
        }
    }

    /** Notes that one of several users who want a name has it. */
    void taken(String sourceId, Name name, String value) {
        taken.add(key(sourceId, name, value));
    }

    /** Whether a name that was free, or became so, is somebody's by now. */
    boolean isTaken(String sourceId, Name name, String value) {
        return taken.size() > 0 && taken.contains(key(sourceId, name, value));
    }

    private static String key(String sourceId, Name name, String value) {
        return name + " " + sourceId + " " + value.toLowerCase(Locale.ROOT);
    }

    /** The stored state without the names that were given up. */
    StoredState seenIn(StoredState stored) {
        return given.size() == 0 ? stored : new Foreseen(stored);
    }

    private final class Foreseen implements StoredState {
        private final StoredState stored;

        private Foreseen(StoredState stored) {
            this.stored = stored;
        }

        @Override
        public Found claimants(String sourceId, String userName, @Nullable String email, @Nullable String employeeId) {
            Found found = stored.claimants(sourceId, userName, email, employeeId);
            return new Found(
                    found.claimants().stream()
                            .filter(one -> !one.sourceId().equals(sourceId)
                                    || !given.contains(key(
                                            sourceId,
                                            one.by(),
                                            one.by() == Name.USER_NAME ? userName : String.valueOf(email))))
                            .toList(),
                    found.rejectionKnown());
        }

        @Override
        public @Nullable Stored byRecord(String sourceId, UUID recordId, boolean orUnowned) {
            return stored.byRecord(sourceId, recordId, orUnowned);
        }

        @Override
        public @Nullable Stored byMember(UUID memberId) {
            return stored.byMember(memberId);
        }

        @Override
        public @Nullable UUID vanished(String sourceId, String sourceKey) {
            return stored.vanished(sourceId, sourceKey);
        }
    }
}
