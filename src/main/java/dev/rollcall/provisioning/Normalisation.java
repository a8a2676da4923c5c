package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.Claimants.Claimant;
import dev.rollcall.provisioning.Claimants.Found;
import dev.rollcall.provisioning.Claimants.Name;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * The first step: brings an intent and the stored state together. Finds the user it is about, the member that it revives
 * or adopts, or the conflict that prevents it.
 */
@Component
final class Normalisation {
    private final Settings settings;
    private final Mappers mappers;
    private final LiveState live;

    Normalisation(Settings settings, Mappers mappers, LiveState live) {
        this.settings = settings;
        this.mappers = mappers;
        this.live = live;
    }

    Intake apply(Intake intake) {
        return apply(intake, live);
    }

    Intake apply(Intake intake, StoredState state) {
        if (intake.attempts() >= Intake.MOST_ATTEMPTS) {
            throw new ConcurrencyFailureException("the user changed underneath too often");
        }
        makeWay(intake.attempts());
        Intent intent = intake.intent();
        if (intent instanceof Intent.Create create) {
            return create(intake, create.sourceId(), create.user(), state);
        }
        if (intent instanceof Intent.ByHand made) {
            return create(intake, made.sourceId(), made.user(), state);
        }
        if (intent instanceof Intent.Edit edit) {
            return edit(intake, edit, state);
        }
        if (intent instanceof Intent.Again again) {
            Stored stored = state.byRecord(again.sourceId(), again.recordId(), false);
            SourceUser user = stored == null ? null : again(stored);
            return stored == null || user == null
                    ? intake.ended(new Outcome.NotFound())
                    : intake.found(stored, user, stored.rejectionKnown());
        }
        if (intent instanceof Intent.Leave leave) {
            return leave(intake, leave, state);
        }
        Intent.Remove remove = (Intent.Remove) intent;
        Stored stored = state.byRecord(remove.sourceId(), remove.recordId(), adopts(remove.sourceId()));
        if (stored == null || stored.record() == null) {
            return intake.ended(new Outcome.NotFound());
        }
        return remove.allowed().test(stored.record())
                ? intake.found(stored, null, false)
                : intake.ended(new Outcome.PreconditionFailed());
    }

    private static Intake leave(Intake intake, Intent.Leave leave, StoredState state) {
        Stored stored = state.byRecord(leave.sourceId(), leave.recordId(), false);
        SourceUser user = stored == null ? null : again(stored);
        if (stored == null || stored.record() == null || user == null) {
            return intake.ended(new Outcome.NotFound());
        }
        if (!leave.allowed().test(stored.record())) {
            return intake.ended(new Outcome.PreconditionFailed());
        }
        ObjectNode document = leave.inactive().apply(user.document().deepCopy());
        return intake.found(stored, new SourceUser(document, false, user.keys()), stored.rejectionKnown());
    }

    /** The user as it is stored, or {@code null} where only the member is left of it. */
    private static @Nullable SourceUser again(Stored stored) {
        return stored.record() == null || stored.keys() == null
                ? null
                : new SourceUser(stored.record().document(), stored.record().active(), stored.keys());
    }

    /** Many writers of one user: each waits a little longer at random, so that one of them gets through. */
    private static void makeWay(int attempts) {
        if (attempts > 2) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L * Math.min(attempts, 20)));
        }
    }

    private Intake edit(Intake intake, Intent.Edit edit, StoredState state) {
        Stored stored = state.byRecord(edit.sourceId(), edit.recordId(), adopts(edit.sourceId()));
        StoredRecord record = stored == null ? null : stored.record();
        if (stored == null || record == null) {
            return intake.ended(new Outcome.NotFound());
        }
        if (!edit.allowed().test(record)) {
            return intake.ended(new Outcome.PreconditionFailed());
        }
        SourceUser user = edit.edit().apply(record);
        if (record.sourceId().equals(edit.sourceId()) && keepsNames(stored, user)) {
            return intake.found(stored, user, stored.rejectionKnown());
        }
        Found found = state.claimants(edit.sourceId(), user.keys().userName(), email(user), null);
        List<Claimant> others = found.claimants().stream()
                .filter(other -> !other.memberId().equals(stored.memberId()))
                .toList();
        Problem taken = taken(edit.sourceId(), user, others);
        return taken == null
                ? intake.found(stored, user, found.rejectionKnown() || stored.rejectionKnown())
                : intake.found(stored, user, true).ended(new Outcome.Rejected(false, List.of(taken)));
    }

    /** Whether the user is found by the names that are its own already: nobody else can have them. */
    static boolean keepsNames(Stored stored, SourceUser user) {
        UserKeys keys = stored.keys();
        return keys != null
                && keys.userName().equals(RecordTable.folded(user.keys().userName()))
                && Objects.equals(email(keys.email(), keys.userName()), RecordTable.folded(email(user)));
    }

    private Intake create(Intake intake, String sourceId, SourceUser user, StoredState state) {
        String adopt = adoptKey(sourceId);
        Found found = state.claimants(
                sourceId,
                user.keys().userName(),
                email(user),
                adopt.equals("employee_id") ? employeeId(sourceId, user) : null);
        Problem taken = taken(
                sourceId,
                user,
                found.claimants().stream().filter(Claimant::inSource).toList());
        if (taken != null) {
            return intake.ended(new Outcome.Rejected(true, List.of(taken)));
        }
        List<Claimant> members =
                found.claimants().stream().filter(row -> !row.inSource()).toList();
        List<UUID> own = cameBack(sourceId, user, state);
        if (own.isEmpty()) {
            own = matching(
                    members,
                    row -> row.recordId() == null && row.sourceId().equals(sourceId) && row.by() == Name.USER_NAME);
        }
        if (own.isEmpty()) {
            own = matching(
                    members,
                    row -> row.recordId() == null && row.sourceId().equals(sourceId) && row.by() == Name.EMAIL);
        }
        if (own.isEmpty() && !sourceId.equals(StoredRecord.UNOWNED)) {
            own = matching(members, row -> row.unowned() && row.by().name().equalsIgnoreCase(adopt));
        }
        if (own.size() > 1) {
            return intake.ended(conflict(user, "it matches " + own.size() + " members of the asset system"));
        }
        UUID match = own.isEmpty() ? null : own.get(0);
        if (match != null && members.stream().anyMatch(row -> row.memberId().equals(match) && !row.adoptable())) {
            return intake.ended(new Outcome.Rejected(
                    true, List.of(Problems.protectedMember(user.keys().userName()))));
        }
        taken = taken(
                sourceId,
                user,
                members.stream().filter(row -> !row.memberId().equals(match)).toList());
        if (taken != null) {
            return intake.ended(new Outcome.Rejected(true, List.of(taken)));
        }
        return intake.found(match == null ? null : state.byMember(match), user, found.rejectionKnown());
    }

    /** The member that this user was before it vanished from its directory, whatever its names are now. */
    private static List<UUID> cameBack(String sourceId, SourceUser user, StoredState state) {
        String key = user.keys().externalId();
        UUID memberId = key == null ? null : state.vanished(sourceId, key);
        Stored stored = memberId == null ? null : state.byMember(memberId);
        boolean waits = stored != null
                && stored.record() == null
                && stored.memberSource().equals(sourceId);
        return stored != null && waits ? List.of(stored.memberId()) : List.of();
    }

    private static List<UUID> matching(List<Claimant> rows, Predicate<Claimant> test) {
        return rows.stream().filter(test).map(Claimant::memberId).distinct().toList();
    }

    /** The conflict with somebody else, if there is one. */
    private @Nullable Problem taken(String sourceId, SourceUser user, List<Claimant> others) {
        for (Claimant other : others) {
            if (other.inSource()) {
                return other.by() == Name.USER_NAME
                        ? taken(sourceId, "user_name", "userName", user.keys().userName())
                        : taken(sourceId, "email", "emails", String.valueOf(email(user)));
            }
        }
        for (Claimant other : others) {
            if (other.by() == Name.USER_NAME
                    && other.sourceId().equals(StoredRecord.UNOWNED)
                    && other.recordId() != null
                    && adopts(sourceId)
                    && other.adoptable()) {
                return isPulled(sourceId)
                        ? Problems.userNameTaken(user.keys().userName())
                        : Problems.taken("user_name", "userName", user.keys().userName());
            }
            if (other.by() == Name.EMAIL) {
                return Problems.emailTaken(String.valueOf(email(user)), other, sourceId);
            }
        }
        return null;
    }

    /** A name that another user of the source has, in the words of its kind. */
    Problem taken(String sourceId, String field, String attribute, String value) {
        if (sourceId.equals(StoredRecord.UNOWNED)) {
            return Problems.takenByHand(field, value);
        }
        return isPulled(sourceId) ? Problems.takenInDirectory(field, value) : Problems.taken(field, attribute, value);
    }

    private boolean isPulled(String sourceId) {
        var source = settings.current().sources().get(sourceId);
        return source != null && source.pull() != null;
    }

    private Outcome conflict(SourceUser user, String why) {
        return new Outcome.Rejected(
                true,
                List.of(Problems.conflict(
                        user.keys().userName(), why + ". Make the asset system's members unique first")));
    }

    String adoptKey(String sourceId) {
        var source = settings.current().sources().get(sourceId);
        return source == null ? "none" : source.adopt();
    }

    private boolean adopts(String sourceId) {
        return !adoptKey(sourceId).equals("none");
    }

    @Nullable
    String employeeId(String sourceId, SourceUser user) {
        return mappers.of(sourceId).map(user.document(), user.active(), null) instanceof Mapped mapped
                ? mapped.member().field("employee_id")
                : null;
    }

    /** The e-mail that the member will have in all likelihood: the user name stands in where it is an address. */
    static @Nullable String email(SourceUser user) {
        return email(user.keys().email(), user.keys().userName());
    }

    static @Nullable String email(@Nullable String email, String userName) {
        return email != null ? email : userName.indexOf('@') > 0 ? userName : null;
    }
}
