package dev.rollcall.provisioning;

import dev.rollcall.mapping.MappingResult;
import dev.rollcall.mapping.MappingResult.Held;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.mapping.MappingResult.Rejected;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.provisioning.Claimants.Claimant;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.Role;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.SourceUser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The third step: what only the stored state can forbid: protected members, the cap of administrators, a taken e-mail. */
@Component
final class Checks {
    private final Settings settings;
    private final LiveState live;
    private final AdministratorCap cap;

    Checks(Settings settings, LiveState live, AdministratorCap cap) {
        this.settings = settings;
        this.live = live;
        this.cap = cap;
    }

    Intake apply(Intake intake) {
        return apply(intake, live, 0);
    }

    /** The same for one of a batch, whose users before it become {@code administrators} many by the unknown-role policy. */
    Intake apply(Intake intake, StoredState state, int administrators) {
        Member before = intake.memberBefore();
        MappingResult mapping = intake.mapping();
        if (mapping instanceof Rejected rejected) {
            return intake.ended(new Outcome.Rejected(before == null, rejected.problems()));
        }
        if (mapping instanceof Held held && before != null && isKnown(intake)) {
            mapping = keepRole(held.member(), before, held.why());
        }
        Member after = mapping instanceof Held held
                ? held.member()
                : mapping instanceof Mapped mapped ? mapped.member() : null;
        if (before != null
                && isProtected(settings.current(), before)
                && !intake.intent().sourceId().equals("~")) {
            boolean leaves = after == null || (before.active() && !after.active());
            if (leaves || isListed(settings.current(), before)) {
                return intake.ended(new Outcome.Rejected(false, List.of(Problems.protectedMember(name(before)))));
            }
        }
        Problem taken = after == null ? null : emailTaken(intake, after, state);
        if (taken != null && after != null && before != null && intake.intent() instanceof Intent.Leave) {
            return intake.mapped(new Mapped(withEmailOf(before, after), List.of(taken.sentence())));
        }
        if (taken != null) {
            return intake.ended(new Outcome.Rejected(before == null, List.of(taken)));
        }
        return intake.mapped(
                after == null || mapping == null
                        ? Removal.of(before)
                        : capAdministrators(mapping, after, intake, administrators));
    }

    /** A removed user's member stays as it is, but for its status; who waited leaves without the role that was never given. */
    private static final class Removal {
        static MappingResult of(@Nullable Member before) {
            if (before == null) {
                throw new IllegalStateException("a removal has a stored member");
            }
            Member member = before.waits() ? withoutRole(before) : before;
            return new Mapped(member.with("status", Member.INACTIVE), List.of());
        }
    }

    private MappingResult capAdministrators(MappingResult mapping, Member after, Intake intake, int administrators) {
        Member before = intake.memberBefore();
        int most = settings.current().roles().administratorsByFallbackPerDay();
        if (!becomesAdministratorByFallback(before, after) || cap.usedToday() + administrators < most) {
            return mapping;
        }
        Problem limit = Problems.administratorLimit(most);
        if (before != null && isKnown(intake)) {
            return keepRole(after, before, limit);
        }
        // Who waited and leaves is to come back without the role that was never given.
        return before == null || after.active()
                ? new Held(withoutRole(after).with("status", Member.HELD), limit)
                : new Mapped(withoutRole(after), List.of());
    }

    /** Whether the asset system knows the member: one that waited, and perhaps left, was never delivered. */
    private static boolean isKnown(Intake intake) {
        Stored before = intake.before();
        return before != null && before.fence() >= 0;
    }

    private static Member withoutRole(Member member) {
        Map<String, String> fields = new TreeMap<>(member.fields());
        Map<String, Origin> origins = new TreeMap<>(member.origins());
        fields.remove("role");
        origins.remove("role");
        return new Member(fields, member.customFields(), member.requestedRole(), origins);
    }

    /** Whether a checked intake makes an administrator by the unknown-role policy. */
    static boolean makesAdministrator(Intake intake) {
        return intake.isOpen()
                && intake.mapping() instanceof Mapped mapped
                && becomesAdministratorByFallback(intake.memberBefore(), mapped.member());
    }

    /** Whether this change makes an administrator of somebody who was none, by the unknown-role policy. */
    static boolean becomesAdministratorByFallback(@Nullable Member before, Member after) {
        return after.roleOrigin() == Origin.Kind.FALLBACK
                && Role.ADMINISTRATOR.equals(after.role())
                && !after.waits()
                && (before == null || !Role.ADMINISTRATOR.equals(before.role()) || before.waits());
    }

    /** An existing member whose new role is in doubt keeps the one it has; everything else of the change holds. */
    private static Mapped keepRole(Member after, Member before, Problem why) {
        Map<String, String> fields = new TreeMap<>(after.fields());
        Map<String, Origin> origins = new TreeMap<>(after.origins());
        String role = before.role();
        Origin origin = before.origins().get("role");
        put(fields, "role", role);
        put(origins, "role", origin);
        if (after.waits()) {
            fields.put("status", Member.ACTIVE); // only who is in use waits
        }
        return new Mapped(
                new Member(fields, after.customFields(), after.requestedRole(), origins), List.of(why.sentence()));
    }

    private static <T> void put(Map<String, T> values, String field, @Nullable T value) {
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    /** Who leaves does so also where a mapping that changed since gives an e-mail which somebody else has. */
    private static Member withEmailOf(Member before, Member after) {
        Map<String, String> fields = new TreeMap<>(after.fields());
        Map<String, Origin> origins = new TreeMap<>(after.origins());
        put(fields, "email", before.field("email"));
        put(origins, "email", before.origins().get("email"));
        return new Member(fields, after.customFields(), after.requestedRole(), origins);
    }

    private @Nullable Problem emailTaken(Intake intake, Member after, StoredState state) {
        String email = after.field("email");
        if (email == null || intake.user() == null || isAsked(intake.user(), intake.memberBefore(), email)) {
            return null;
        }
        Stored before = intake.before();
        String sourceId = intake.intent().sourceId();
        for (Claimant other : state.claimants(sourceId, "", email, null).claimants()) {
            if (other.by() == Claimants.Name.EMAIL
                    && (before == null || !other.memberId().equals(before.memberId()))) {
                return Problems.emailTaken(email, other, sourceId);
            }
        }
        return null;
    }

    /** Whether the e-mail is the member's already, or a new user's, for which the first step has asked. */
    private static boolean isAsked(SourceUser user, @Nullable Member before, String email) {
        String known = before == null ? Normalisation.email(user) : before.field("email");
        return Objects.equals(RecordTable.folded(email), RecordTable.folded(known));
    }

    /** Whether no source may change or disable this member. */
    static boolean isProtected(RollcallSettings settings, Member member) {
        return isListed(settings, member)
                || !member.waits()
                        && settings.roles().catalogue().stream()
                                .anyMatch(role ->
                                        role.isProtected() && role.name().equals(member.role()));
    }

    private static boolean isListed(RollcallSettings settings, Member member) {
        return settings.protectedMembers().stream()
                .anyMatch(name -> name.equalsIgnoreCase(member.field("email"))
                        || name.equalsIgnoreCase(member.field("user_name")));
    }

    private static String name(Member member) {
        return String.valueOf(member.field("user_name") == null ? member.field("email") : member.field("user_name"));
    }
}
