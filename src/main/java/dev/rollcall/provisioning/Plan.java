package dev.rollcall.provisioning;

import dev.rollcall.delivery.Change;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserKeys;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares the stored state of a user with the wanted one. Pure: the time and new ids come from outside. */
final class Plan {
    private Plan() {}

    /** What the intake writes, or {@code null} if nothing differs. */
    static @Nullable Entry of(Intake intake, Instant now, Supplier<UUID> ids) {
        Stored before = intake.before();
        Member member = intake.member();
        if (member == null) {
            throw new IllegalStateException("only mapped users are planned");
        }
        Member old = before == null ? null : before.member();
        UUID memberId = before == null ? ids.get() : before.memberId();
        StoredRecord record = record(intake, memberId, now, ids);
        StoredRecord oldRecord = before == null ? null : before.record();
        Set<String> changed = changed(old, member);
        boolean memberChanged = before == null
                || !before.member().equals(member)
                || !before.memberSource().equals(owner(intake));
        if (record != null && oldRecord != null && !memberChanged && record.version() == oldRecord.version()) {
            return null;
        }
        long version = before == null ? 1 : before.memberVersion() + (memberChanged ? 1 : 0);
        return new Entry(
                intake,
                record,
                intake.user(),
                member,
                version,
                memberChanged,
                changed,
                claimed(before, memberId, member, version, changed),
                before == null ? null : before.keys());
    }

    /** Who owns the member after the change: a removal leaves the owner, so that a rehire finds the member. */
    static String owner(Intake intake) {
        return intake.intent().sourceId();
    }

    private static @Nullable StoredRecord record(Intake intake, UUID memberId, Instant now, Supplier<UUID> ids) {
        SourceUser user = intake.user();
        if (user == null) {
            return null;
        }
        StoredRecord old = intake.before() == null ? null : intake.before().record();
        String source = intake.intent().sourceId();
        if (old == null) {
            return new StoredRecord(ids.get(), source, memberId, user.document(), user.active(), 1, now, now);
        }
        boolean same = old.sourceId().equals(source)
                && old.active() == user.active()
                && sameKey(intake.before(), user)
                && old.document().equals(user.document());
        return same
                ? old
                : new StoredRecord(
                        old.id(),
                        source,
                        memberId,
                        user.document(),
                        user.active(),
                        old.version() + 1,
                        old.created(),
                        now);
    }

    /** A user that was made anew in its directory may differ in nothing but its key. */
    private static boolean sameKey(@Nullable Stored before, SourceUser user) {
        UserKeys keys = before == null ? null : before.keys();
        return keys == null || Objects.equals(keys.externalId(), user.keys().externalId());
    }

    private static @Nullable ClaimedChange claimed(
            @Nullable Stored before, UUID memberId, Member member, long version, Set<String> changed) {
        if (member.waits()) {
            return null;
        }
        if (before == null || before.fence() < 0) {
            boolean neverThere = before != null && !member.active();
            return neverThere
                    ? null
                    : new ClaimedChange(new Change(Operation.CREATE, memberId, null, member, changed), version, 1, 1);
        }
        if (changed.isEmpty()) {
            return null;
        }
        boolean was = before.member().active();
        Operation operation =
                was == member.active() ? Operation.UPDATE : was ? Operation.DEACTIVATE : Operation.REACTIVATE;
        return new ClaimedChange(
                new Change(operation, memberId, before.targetId(), member, changed), version, before.fence() + 1, 1);
    }

    /** Names of the fields that differ; custom fields as {@code custom.<Name>}. */
    static Set<String> changed(@Nullable Member before, Member after) {
        Set<String> changed = new TreeSet<>();
        differ("", before == null ? Map.of() : before.fields(), after.fields(), changed);
        differ(Member.CUSTOM, before == null ? Map.of() : before.customFields(), after.customFields(), changed);
        return changed;
    }

    private static void differ(
            String prefix, Map<String, String> before, Map<String, String> after, Set<String> changed) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                changed.add(prefix + name);
            }
        }
    }
}
